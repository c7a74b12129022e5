"""Web server and worker as one: they start together and stop together."""

import signal
import socket
import subprocess
import sys
import threading

import uvicorn

APPLICATION = "portal_cms.conf.asgi:application"
PATIENCE = 10  # seconds for the worker to finish what it holds


def port_is_free(host: str, port: int) -> bool:
    """True if a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve_with_worker(host: str, port: int, *, environment: dict) -> bool:
    """Serve until Ctrl-C or SIGTERM, then stop both; False if the worker died on its own.

    The worker has a session of its own, so that Ctrl-C in a terminal reaches it through us, once.
    """
    config = uvicorn.Config(
        APPLICATION,
        host=host,
        port=port,
        log_config=None,  # Django's
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    signal.signal(signal.SIGTERM, _as_interrupt)
    worker, died = None, False
    try:
        worker = _start_worker(environment)
        threading.Thread(target=_stop_with, args=(worker, server), daemon=True).start()
        server.run()
        died = worker.poll() is not None
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if worker:
            _stop(worker)
    return not died


def _start_worker(environment):
    command = [sys.executable, "-m", "portal_cms", "worker"]
    return subprocess.Popen(command, env=environment, start_new_session=True)


def _as_interrupt(signum, frame):
    raise KeyboardInterrupt


def _stop_with(worker, server):
    worker.wait()
    server.should_exit = True


def _stop(worker):
    worker.terminate()
    try:
        worker.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
