"""Reading what clients sent: text, and what may be taken over from it into the matter, its parties and its clients (J13).

A *reading* is one look at one document; what it found are *suggestions*, each with its place in the file. Staff take
them over, correct or refuse them. `extract` holds the rules, which know nothing of Django and run in a limited child
process together with `texts`, which get the words out of a file.
"""
