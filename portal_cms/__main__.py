"""`python -m portal_cms` is the same as the console script `portal-cms`."""

from portal_cms.cli import main

if __name__ == "__main__":
    main()
