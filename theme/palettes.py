"""Five characters a firm can start from, as plain data.

Each entry of `PALETTES` names its fonts by a key of `FONTS` (a closed list, so that no text from a
form ever becomes a style) and holds two sets of colours, `light` and `dark`. A colour key is the name
of its CSS custom property with `-` written as `_`. Every set keeps WCAG AA, the high-contrast one AAA;
`tests/theme/test_palettes.py` computes it.

What each colour carries:
- `brand` is a filled button or mark, `brand_contrast` the text on it, `brand_text` the brand as a link;
- `accent` is a small mark (unread, current), `accent_text` the same hue where it carries text;
- `surface` is the page, `surface_raised` a card or field, `surface_sunken` a quiet band;
- `line` is a hairline that only orders, `line_strong` the edge of a field and must be seen (3:1);
- `success`, `warning`, `danger` are text on any surface and on their own `_soft` ground.
"""

from django.utils.translation import gettext_lazy as _

FONTS = {
    "humanist": {
        "name": _("Humanist sans"),
        "stack": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    },
    "system": {
        "name": _("System sans"),
        "stack": '-apple-system, "Segoe UI", Roboto, Inter, "Noto Sans", "Liberation Sans", system-ui, sans-serif',
    },
    "grotesque": {
        "name": _("Grotesque"),
        "stack": '"Helvetica Neue", Inter, "Nimbus Sans", Arimo, Arial, sans-serif',
    },
    "geometric": {
        "name": _("Geometric sans"),
        "stack": 'Avenir, "Avenir Next", Montserrat, Corbel, "URW Gothic", "Century Gothic", sans-serif',
    },
    "oldstyle": {
        "name": _("Old-style serif"),
        "stack": '"Iowan Old Style", "Palatino Linotype", Palatino, P052, "Book Antiqua", serif',
    },
    "transitional": {
        "name": _("Transitional serif"),
        "stack": 'Charter, "Bitstream Charter", "Sitka Text", Cambria, "Century Schoolbook", C059, Georgia, serif',
    },
}

COLOUR_KEYS = (
    "brand", "brand_contrast", "brand_text",
    "accent", "accent_text",
    "surface", "surface_raised", "surface_sunken",
    "text", "text_muted",
    "line", "line_strong", "focus",
    "success", "success_soft", "warning", "warning_soft", "danger", "danger_soft",
)  # fmt: skip

PALETTES = [
    {
        "key": "chambers",
        "name": _("Chambers"),
        "description": _("Classic: old-style serif headings, oxblood and brass on ivory paper."),
        "font_text": "humanist",
        "font_heading": "oldstyle",
        "heading_weight": 400,
        "radius": "3px",
        "dark_first": False,
        "light": {
            "brand": "#6b1f2a", "brand_contrast": "#ffffff", "brand_text": "#6b1f2a",
            "accent": "#9a7434", "accent_text": "#7a5a22",
            "surface": "#faf7f1", "surface_raised": "#fffefb", "surface_sunken": "#f1ece2",
            "text": "#231f1b", "text_muted": "#635b52",
            "line": "#ded6c8", "line_strong": "#8a8072", "focus": "#1f5fa8",
            "success": "#2c6140", "success_soft": "#e5efe6",
            "warning": "#7d5200", "warning_soft": "#f8ecd2",
            "danger": "#a02020", "danger_soft": "#f8e4e0",
        },
        "dark": {
            "brand": "#d9939a", "brand_contrast": "#2a0f13", "brand_text": "#e5a5ab",
            "accent": "#c79f5b", "accent_text": "#d6b174",
            "surface": "#1a1715", "surface_raised": "#23201d", "surface_sunken": "#141210",
            "text": "#f1ebe2", "text_muted": "#b5aca0",
            "line": "#3b3631", "line_strong": "#837a6e", "focus": "#8fbff5",
            "success": "#8fcca0", "success_soft": "#1c2d22",
            "warning": "#e4ba6c", "warning_soft": "#332813",
            "danger": "#f2a098", "danger_soft": "#3a1d1b",
        },
    },
    {
        "key": "linea",
        "name": _("Linea"),
        "description": _("Plain and modern: grotesque throughout, petrol on cool white, fine lines."),
        "font_text": "system",
        "font_heading": "grotesque",
        "heading_weight": 600,
        "radius": "5px",
        "dark_first": False,
        "light": {
            "brand": "#0f4c5c", "brand_contrast": "#ffffff", "brand_text": "#0f4c5c",
            "accent": "#c8553d", "accent_text": "#a63f29",
            "surface": "#f6f8f8", "surface_raised": "#ffffff", "surface_sunken": "#ebefef",
            "text": "#16211f", "text_muted": "#54625f",
            "line": "#d6dedd", "line_strong": "#76868a", "focus": "#0b63ce",
            "success": "#1b6645", "success_soft": "#e1f1e9",
            "warning": "#7b5300", "warning_soft": "#fbeecf",
            "danger": "#a5241f", "danger_soft": "#fae4e1",
        },
        "dark": {
            "brand": "#7cc3d1", "brand_contrast": "#04242c", "brand_text": "#8fd0dc",
            "accent": "#e58a74", "accent_text": "#eea08d",
            "surface": "#121718", "surface_raised": "#1a2122", "surface_sunken": "#0d1112",
            "text": "#ebf1f0", "text_muted": "#a4b3b1",
            "line": "#2e393a", "line_strong": "#73837f", "focus": "#85baff",
            "success": "#84d0a8", "success_soft": "#142c22",
            "warning": "#e7bd66", "warning_soft": "#302711",
            "danger": "#f59f96", "danger_soft": "#381c1a",
        },
    },
    {
        "key": "terra",
        "name": _("Terra"),
        "description": _("Warm: bookish serif headings, terracotta and olive, soft corners."),
        "font_text": "humanist",
        "font_heading": "transitional",
        "heading_weight": 400,
        "radius": "10px",
        "dark_first": False,
        "light": {
            "brand": "#8f4426", "brand_contrast": "#ffffff", "brand_text": "#8a4023",
            "accent": "#6f7d38", "accent_text": "#56622a",
            "surface": "#fbf6ee", "surface_raised": "#fffdf9", "surface_sunken": "#f3eadd",
            "text": "#2b211a", "text_muted": "#6a5a4d",
            "line": "#e3d6c5", "line_strong": "#917f6d", "focus": "#2a62a0",
            "success": "#3c6128", "success_soft": "#e8f0dd",
            "warning": "#805000", "warning_soft": "#faeccd",
            "danger": "#a3262b", "danger_soft": "#fae3e0",
        },
        "dark": {
            "brand": "#e59d7c", "brand_contrast": "#33140a", "brand_text": "#ecac8f",
            "accent": "#b0be74", "accent_text": "#bfcc87",
            "surface": "#1d1714", "surface_raised": "#27201b", "surface_sunken": "#161210",
            "text": "#f5ebe0", "text_muted": "#bdaa9a",
            "line": "#40352d", "line_strong": "#8d7a6b", "focus": "#94c0f2",
            "success": "#a6cc87", "success_soft": "#222c19",
            "warning": "#e9bd6e", "warning_soft": "#352812",
            "danger": "#f6a19b", "danger_soft": "#3c1d1c",
        },
    },
    {
        "key": "clarity",
        "name": _("Clarity"),
        "description": _("High contrast: black on white, one strong blue, every edge drawn. Meets AAA."),
        "font_text": "system",
        "font_heading": "system",
        "heading_weight": 700,
        "radius": "2px",
        "dark_first": False,
        "light": {
            "brand": "#00337f", "brand_contrast": "#ffffff", "brand_text": "#00337f",
            "accent": "#8a0050", "accent_text": "#8a0050",
            "surface": "#ffffff", "surface_raised": "#ffffff", "surface_sunken": "#f2f2f2",
            "text": "#000000", "text_muted": "#3a3a3a",
            "line": "#767676", "line_strong": "#1a1a1a", "focus": "#b4005a",
            "success": "#0b4a26", "success_soft": "#e6f4ea",
            "warning": "#5c3900", "warning_soft": "#fff2d1",
            "danger": "#860c0c", "danger_soft": "#ffebe8",
        },
        "dark": {
            "brand": "#a8ccff", "brand_contrast": "#001433", "brand_text": "#b8d5ff",
            "accent": "#ffb0dc", "accent_text": "#ffb0dc",
            "surface": "#000000", "surface_raised": "#0c0c0c", "surface_sunken": "#000000",
            "text": "#ffffff", "text_muted": "#d2d2d2",
            "line": "#808080", "line_strong": "#e0e0e0", "focus": "#ffd24a",
            "success": "#a5f0be", "success_soft": "#06240f",
            "warning": "#ffd88a", "warning_soft": "#2c1e00",
            "danger": "#ffc0b8", "danger_soft": "#350806",
        },
    },
    {
        "key": "nocturne",
        "name": _("Nocturne"),
        "description": _("Drawn for the dark: deep slate, sea green and apricot; by day a pale slate."),
        "font_text": "system",
        "font_heading": "geometric",
        "heading_weight": 500,
        "radius": "8px",
        "dark_first": True,
        "light": {
            "brand": "#1f5b52", "brand_contrast": "#ffffff", "brand_text": "#1c544b",
            "accent": "#b5602b", "accent_text": "#934a1c",
            "surface": "#eef1f3", "surface_raised": "#f9fafb", "surface_sunken": "#e3e7ea",
            "text": "#1a2129", "text_muted": "#4f5b66",
            "line": "#cbd2d8", "line_strong": "#717e8a", "focus": "#1f5fb4",
            "success": "#1c5f41", "success_soft": "#dcede4",
            "warning": "#724a00", "warning_soft": "#f8e8c8",
            "danger": "#9b2322", "danger_soft": "#f7dfdc",
        },
        "dark": {
            "brand": "#7fcbb9", "brand_contrast": "#06251f", "brand_text": "#93d6c6",
            "accent": "#f0ac7b", "accent_text": "#f3b98f",
            "surface": "#11161c", "surface_raised": "#19202a", "surface_sunken": "#0c1014",
            "text": "#e9eef3", "text_muted": "#a3b0bd",
            "line": "#2b3541", "line_strong": "#70808f", "focus": "#8ec2ff",
            "success": "#86d3a9", "success_soft": "#132b24",
            "warning": "#eac06c", "warning_soft": "#302813",
            "danger": "#f6a29b", "danger_soft": "#391d20",
        },
    },
]  # fmt: skip

for _palette in PALETTES:  # the values a firm edits first, at the top of each entry
    _palette.update({key: _palette["light"][key] for key in ("brand", "accent", "surface", "text")})

DEFAULT_PALETTE = "chambers"
