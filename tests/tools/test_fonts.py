"""The fonts that set-up makes: the shapes of their sources, the rare names in them, a checked cache."""

import hashlib
import io
import tarfile
from importlib import metadata
from pathlib import Path

import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont

from tools import fonts

RARE = "䶮喆堃玥犇镕珺彧昇淼骉𠅤〇·党员〓"


def source_of(name: str) -> Path:
    package = metadata.distribution("pylopdf-fonts-zh-cn")
    return next(Path(str(item.locate())) for item in package.files or () if item.name == fonts.BASE[name])


def area(font: TTFont, character: str) -> float:
    """Inked area of a character, in squared thousandths of the em, whichever way its outline runs."""
    shapes = font.getGlyphSet()
    pen = AreaPen(shapes)
    shapes[font.getBestCmap()[ord(character)]].draw(pen)
    return abs(pen.value)


@pytest.mark.parametrize("name", fonts.BASE)
def test_a_made_font_has_the_shapes_and_widths_of_its_source(name: str) -> None:
    with TTFont(source_of(name)) as source, TTFont(fonts.FONTS / name) as made:
        assert made.sfntVersion == "\000\001\000\000"
        assert made.getBestCmap().keys() == source.getBestCmap().keys()
        for character in RARE + "永1Ag，（":
            glyph = source.getBestCmap()[ord(character)]
            mate = made.getBestCmap()[ord(character)]
            assert made["hmtx"][mate][0] == source["hmtx"][glyph][0], character
            assert area(made, character) == pytest.approx(area(source, character), rel=0.01), character
            assert area(made, character) > 0, character


@pytest.mark.parametrize("name", fonts.BASE)
def test_reportlab_takes_a_made_font(name: str) -> None:
    from reportlab.pdfbase.ttfonts import TTFont as Embedded

    face = Embedded(name, str(fonts.FONTS / name)).face
    assert [character for character in RARE if ord(character) not in face.charToGlyph] == []
    assert face.descent < 0 < face.ascent


def test_the_licence_lies_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (fonts.FONTS / "Noto-OFL.txt").read_text(encoding="utf-8")


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A font folder and a cache of this test's own."""
    monkeypatch.setattr(fonts, "FONTS", tmp_path / "fonts")
    monkeypatch.setattr(fonts, "RECORD", tmp_path / "fonts" / "fonts.json")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    (tmp_path / "fonts").mkdir()
    return tmp_path


def test_a_second_checkout_takes_the_font_from_the_cache(away: Path) -> None:
    job, target = fonts.Job("song.ttf", b"source"), fonts.FONTS / "song.ttf"
    target.write_bytes(b"finished font")
    fonts.to_cache(job, target)
    target.unlink()
    fonts.make([job])
    assert target.read_bytes() == b"finished font"
    assert fonts.missing({"song.ttf": ""}) == []


def test_a_damaged_cache_is_not_used(away: Path) -> None:
    job, target = fonts.Job("song.ttf", b"source"), fonts.FONTS / "song.ttf"
    target.write_bytes(b"finished font")
    fonts.to_cache(job, target)
    target.unlink()
    kept = fonts.cache_folder() / f"{job.key}.ttf"
    kept.write_bytes(b"finished fond")
    assert not fonts.from_cache(job, target)
    assert not target.exists()


def test_another_source_has_another_key() -> None:
    assert fonts.Job("song.ttf", b"a").key != fonts.Job("song.ttf", b"b").key
    assert fonts.Job("song.ttf", b"a").key != hashlib.sha256(b"a").hexdigest()


def test_a_font_cut_short_is_missing_again(away: Path) -> None:
    job, target = fonts.Job("song.ttf", b"source"), fonts.FONTS / "song.ttf"
    target.write_bytes(b"finished font")
    fonts.to_cache(job, target)
    fonts.make([job])
    target.write_bytes(b"finished")
    assert fonts.missing({"song.ttf": "", "hei.ttf": ""}) == ["song.ttf", "hei.ttf"]


def test_a_record_that_was_cut_short_counts_as_none(away: Path) -> None:
    fonts.RECORD.write_text('{"fonts": {', encoding="utf-8")
    assert fonts.record() == {}


def debian_package(files: dict[str, bytes]) -> bytes:
    """A Debian package as `ar` and `tar` write it: header, version, control, data."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:xz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    parts = {"debian-binary": b"2.0\n", "control.tar.xz": b"odd", "data.tar.xz": data.getvalue()}
    package = b"!<arch>\n"
    for name, content in parts.items():
        package += b"%-16s%-12d%-6d%-6d%-8s%-10d`\n" % (name.encode(), 0, 0, 0, b"100644", len(content))
        package += content + b"\n" * (len(content) % 2)
    return package


def test_the_optional_fonts_are_found_in_a_debian_package(
    away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = {f"./usr/share/fonts/fandol/{name}": name.encode() for name in fonts.EXTRAS.values()}
    inside |= {f"./usr/share/doc/fandol/{name}": b"licence" for name in fonts.EXTRAS_LICENCES}
    monkeypatch.setattr(fonts, "ROOT", away)
    (away / "wheels").mkdir()
    (away / "wheels" / f"{fonts.EXTRAS_PACKAGE}_1_all.deb").write_bytes(debian_package(inside))
    for name, source in fonts.EXTRAS.items():
        kept = fonts.FONTS / name
        kept.write_bytes(b"made from " + source.encode())
        fonts.to_cache(fonts.Job(name, source.encode()), kept)
        kept.unlink()
    fonts.make_extras()
    assert fonts.missing(fonts.EXTRAS) == []
    assert (fonts.FONTS / "Fandol-COPYING.gz").read_bytes() == b"licence"


def test_a_package_without_the_fonts_is_told_and_remembered(
    away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "ROOT", away)
    (away / "wheels").mkdir()
    (away / "wheels" / f"{fonts.EXTRAS_PACKAGE}_1_all.deb").write_bytes(debian_package({}))
    with pytest.raises(fonts.Unavailable, match="FandolKai-Regular"):
        fonts.make_extras()
    assert "FandolKai-Regular" in fonts.record()["extras"]
