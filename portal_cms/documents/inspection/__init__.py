"""Is this upload what it says it is, and may it be released? Functions of bytes, no models.

`runner.run(stored, name)` hands the file to a child process with little memory, little time and no network.
There `verdict.inspect` lets the extension, the sniffed type and a parser that opens the file agree, and
`pictures` draws its pages. `scanners` asks a virus scanner. `wording` says the outcome to people.

The child must start quickly and hold no secrets: apart from `runner`, `scanners`, `wording` and `checks`
nothing here imports Django, and parsers are imported only when a file needs them.
"""
