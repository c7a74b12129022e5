"""How quick the portal is, against a bare Django view on the same machine in the same run.

`seed` fills a throwaway database in bulk, `servers` starts two web workers, `load` asks them with several
browsers at once, `pages` says which requests, `bare` is the yardstick, `report` prints.
"""
