"""The help page of the portal: what it is, how one signs in, sends and signs, and what people often ask.

Words: a *help text* is a question with its answer. One ships with the portal in every language; a firm can put its own
words in its place, hide it, or add questions of its own. *Concerns* are those a firm hears before somebody uses the
portal; staff copy the answers into letters.
"""
