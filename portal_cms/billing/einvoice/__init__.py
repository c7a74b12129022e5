"""Bills that programs read: EN 16931 as ZUGFeRD/Factur-X out, and ZUGFeRD, XRechnung, UBL and Facturae in.

Out: `gaps.missing(bill)` says what the standard needs besides, `writing.xml(bill)` makes the XML, `writing.embed` puts it into
the paper. In: `inbox.read(stored, name)` hands a file to a limited child process, where `sources` finds the XML and `cii`,
`ubl` and `facturae` understand it; the parent rebuilds the bill with `codec` and says what does not fit (`inbox.warnings`).

The child holds no secrets and imports no Django: that is `child`, `sources`, `cii`, `ubl`, `facturae`, `xmltree`, `codec`.
"""
