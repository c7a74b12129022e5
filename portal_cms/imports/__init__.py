"""Clients and matters from a spreadsheet, CSV or XLSX.

The file is uploaded, its columns are matched with ours, and a dry run says row by row what would happen. Only
then somebody confirms, and all of it is done in one transaction. A *run* is one such file; until it is done the
file lies sealed in the vault, for its owner only and for a day. Rows are found again by client number or
reference number, so the same file twice changes nothing. Nothing is published and nobody is invited.
"""
