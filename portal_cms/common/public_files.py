"""Static files under ASGI: read in pieces, without holding up the other requests."""

import asyncio

from django.core.handlers.asgi import ASGIRequest
from whitenoise.middleware import WhiteNoiseMiddleware

PIECE = 64 * 1024


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, answering an ASGI request with an async iterator as Django asks for."""

    @staticmethod
    def serve(static_file, request):
        response = WhiteNoiseMiddleware.serve(static_file, request)
        file = response.file_to_stream
        if file is not None and isinstance(request, ASGIRequest):
            response.streaming_content = _pieces(file)
        return response


async def _pieces(file):
    while piece := await asyncio.to_thread(file.read, PIECE):
        yield piece
