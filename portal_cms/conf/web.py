"""How gunicorn serves the portal: `gunicorn -c python:portal_cms.conf.web`. Options of the command line go before what is here.

The portal is loaded once, then the workers are forked off, so they share most of the memory it takes.
"""

from uvicorn_worker import UvicornWorker


class Worker(UvicornWorker):
    """Speaks ASGI. Who is behind a proxy is found out by the portal itself (PORTAL_TRUSTED_PROXIES); addresses of pages can
    hold secrets, so none is logged."""

    CONFIG_KWARGS = {
        **UvicornWorker.CONFIG_KWARGS,
        "proxy_headers": False,
        "access_log": False,
        "lifespan": "off",
    }


wsgi_app = "portal_cms.conf.asgi:application"
worker_class = Worker
preload_app = True
workers = 2
bind = "127.0.0.1:8000"
control_socket_disable = True
