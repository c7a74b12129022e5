"""Every code that the portal writes into the record has a name for people."""

import re
from pathlib import Path

import portal_cms
from portal_cms.audit.wording import ACTIONS

CODE = re.compile(r"""(?:record\(\s*|action=|_record\(\s*|else\s)"([a-z]+\.[a-z_]+)"(?=[\s,)]|\sif)""")


def test_every_action_of_the_record_is_named():
    folder = Path(portal_cms.__file__).parent
    written = {code for path in folder.rglob("*.py") for code in CODE.findall(path.read_text())}

    assert written - set(ACTIONS) == set()
    assert len(written) > 25
