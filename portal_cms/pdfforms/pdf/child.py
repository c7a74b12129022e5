"""The process that opens PDFs of strangers: `python -m portal_cms.pdfforms.pdf.child`.

In: a line of JSON, {"do": "read"} or {"do": "fill", "entries": [...], "letters": the page with their font}, then the file.
Out: a line of JSON, and after {"ok": true, "size": n} of a filled form its bytes. Nothing here imports Django.
"""

import base64
import json
import os
import sys

from portal_cms.documents.inspection import limits
from portal_cms.pdfforms.pdf.limits import MAX_BYTES, Refused


def main():
    limits.apply()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints goes nowhere
    order = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    answer, filled = _answer(order, content)
    output.write(json.dumps(answer).encode() + b"\n" + filled)
    output.flush()


def _answer(order, content):
    from portal_cms.pdfforms.pdf import reading, writing

    try:
        if len(content) > MAX_BYTES:
            raise Refused("too_large")
        if order["do"] == "read":
            return {"ok": True, **reading.read(content)}, b""
        filled = writing.fill(content, order["entries"], base64.b64decode(order["letters"]))
        return {"ok": True, "size": len(filled)}, filled
    except Refused as error:
        return {"ok": False, "reason": error.reason, "names": error.names}, b""
    except MemoryError:
        return {"ok": False, "reason": "too_large", "names": []}, b""
    except Exception:  # parsers raise whatever they like on hostile bytes
        return {"ok": False, "reason": "damaged", "names": []}, b""


if __name__ == "__main__":
    main()
