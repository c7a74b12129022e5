"""The look of the client portal: base templates, components, mail layout, style sheets and scripts.

It knows no matter, no document and no message; capabilities hand their values to its components.
A firm's own colours and type arrive as one small style sheet that overrides the tokens of
`static/theme/css/tokens.css`; `palettes.py` holds the five characters a firm can start from.
"""
