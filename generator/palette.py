"""The colours of the settings, made readable in both schemes: any colour will do.

Each is a colour for the light scheme and for the dark one: the accent and the ink are darkened for the one and
lightened for the other, the paper the other way round, as far as is needed.
"""

from typing import NamedTuple

_Colour = tuple[int, int, int]

_ENOUGH = 4.6  # contrast of links and quiet words; WCAG 2.2 asks for 4.5:1
_PALEST, _DARKEST = 0.86, 0.012  # luminance of paper on which the voices of the strip can still be told (3:1)


class _Scheme(NamedTuple):
    """One of the two schemes as static/onrecord.css has it."""

    paper: _Colour
    raised: _Colour
    ink: _Colour
    glow: _Colour
    away: int  # the channel value that accent and ink are moved towards
    much: float  # contrast of the text on the paper; light letters on dark need more to look the same


_LIGHT = _Scheme((0xFC, 0xFC, 0xFA), (0xF3, 0xF3, 0xEE), (0x1E, 0x1D, 0x1A), (0xF7, 0xEF, 0xC9), 0, 7.0)
_DARK = _Scheme((0x17, 0x19, 0x1C), (0x21, 0x24, 0x28), (0xDD, 0xDB, 0xD5), (0x3A, 0x35, 0x20), 255, 10.0)


def palette_css(accent: str | None = None, paper: str | None = None, ink: str | None = None) -> str:
    """CSS that sets the custom properties of both schemes to these colours (`#rgb` or `#rrggbb`), each made readable;
    "" without a usable one."""
    colours = [_parse(colour or "") for colour in (accent, paper, ink)]
    light, dark = (_properties(scheme, *colours) for scheme in (_LIGHT, _DARK))
    told = [
        f"--{name}-light:{light[name]};--{name}-dark:{dark[name]}"
        if name == "accent"
        else f"--{name}:light-dark({light[name]},{dark[name]})"
        for name in light
    ]
    return f":root{{{';'.join(told)}}}" if told else ""


def contrast(one: _Colour, other: _Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _properties(scheme: _Scheme, accent: _Colour | None, paper: _Colour | None, ink: _Colour | None) -> dict[str, str]:
    """The custom properties of one scheme that are not as by default."""
    found: dict[str, _Colour] = {}
    if paper or ink:
        own_paper = _ground(paper, scheme.away) if paper else scheme.paper
        on_glow = _readable(ink or scheme.ink, (scheme.glow,), scheme.away, _ENOUGH)
        own_ink = _readable(on_glow, (own_paper,), scheme.away, scheme.much)
        raised = _mix(own_paper, own_ink, 0.04)
        soft = _readable(_mix(own_ink, own_paper, 0.28), (raised,), scheme.away, _ENOUGH)
        found |= {"paper": own_paper, "raised": raised, "ink": own_ink, "soft": soft}
        found["line"] = _mix(own_paper, own_ink, 0.15)
    if accent:
        grounds = found.get("paper", scheme.paper), found.get("raised", scheme.raised), scheme.glow
        found["accent"] = _readable(accent, grounds, scheme.away, _ENOUGH)
    return {name: "#" + bytes(colour).hex() for name, colour in found.items()}


def _readable(colour: _Colour, grounds: tuple[_Colour, ...], away: int, enough: float) -> _Colour:
    """The colour, moved away from the grounds until it has enough contrast on all of them."""
    mixed = colour
    for step in range(21):
        mixed = _mix(colour, (away, away, away), step / 20)
        if min(contrast(mixed, ground) for ground in grounds) >= enough:
            break
    return mixed


def _ground(colour: _Colour, away: int) -> _Colour:
    """The colour, lightened or darkened until it is a ground for the scheme."""
    mixed = colour
    for step in range(41):
        mixed = _mix(colour, (255 - away,) * 3, step / 40)
        if _luminance(mixed) <= _DARKEST if away else _luminance(mixed) >= _PALEST:
            break
    return mixed


def _mix(one: _Colour, other: _Colour, share: float) -> _Colour:
    """A colour between two, with this share of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _parse(colour: str) -> _Colour | None:
    digits = colour.strip().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:  # not hexadecimal, or not three channels
        return None
    return red, green, blue


def _luminance(rgb: _Colour) -> float:
    red, green, blue = (c / 12.92 if (c := v / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for v in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
