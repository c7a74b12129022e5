"""Questionnaires: staff build them in the admin, clients answer them inside a request, page by page.

A *questionnaire* holds pages of *questions*, some asked only under a *condition* on an earlier answer. Sending a
request freezes it as a *version*; what one client answers to one item is an *answer sheet*. A sheet keeps everything
as it is typed, wrong or half finished; only handing it in clears answers nobody was asked for.
"""
