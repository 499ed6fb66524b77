"""The one accent colour of a site, made readable in both schemes."""

_LIGHT, _DARK = (0xF3, 0xF3, 0xEE), (0x21, 0x24, 0x28)  # the least contrasting grounds: --raised in static/onrecord.css
_ENOUGH = 4.6  # WCAG 2.2 asks for 4.5:1


def accent_css(colour: str | None) -> str:
    """CSS that sets the accent of both schemes to `colour` (`#rgb` or `#rrggbb`), darkened or lightened until it can
    be read on their grounds; "" without a usable colour."""
    rgb = _parse(colour or "")
    if rgb is None:
        return ""
    light, dark = _readable(rgb, _LIGHT, 0), _readable(rgb, _DARK, 255)
    return f":root{{--accent-light:{light};--accent-dark:{dark}}}"


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _readable(rgb: tuple[int, int, int], ground: tuple[int, int, int], towards: int) -> str:
    mixed = rgb
    for step in range(21):
        mixed = (_mix(rgb[0], towards, step), _mix(rgb[1], towards, step), _mix(rgb[2], towards, step))
        if contrast(mixed, ground) >= _ENOUGH:
            break
    return "#" + bytes(mixed).hex()


def _mix(channel: int, towards: int, step: int) -> int:
    return channel + (towards - channel) * step // 20


def _parse(colour: str) -> tuple[int, int, int] | None:
    digits = colour.strip().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:  # not hexadecimal, or not three channels
        return None
    return red, green, blue


def _luminance(rgb: tuple[int, int, int]) -> float:
    red, green, blue = (c / 12.92 if (c := v / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for v in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
