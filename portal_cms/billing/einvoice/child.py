"""The process that reads what strangers sent as an e-invoice: the file goes in, one line of JSON (`codec`) comes out.

`python -m portal_cms.billing.einvoice.child`, under the limits of `documents.inspection`. Nothing here imports Django.
"""

import os
import sys

from portal_cms.billing.einvoice import codec, sources
from portal_cms.documents.inspection import limits


def main() -> None:
    limits.apply()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints goes nowhere
    reading = sources.read(sys.stdin.buffer.read(sources.MAX_FILE + 1))
    output.write(codec.pack(reading))
    output.flush()


if __name__ == "__main__":
    main()
