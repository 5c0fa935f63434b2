"""RTF: paragraphs, headings by their styles, lists, tables, notes, comments."""

import codecs
import re
from dataclasses import dataclass, replace

from corpus.document import Document, Source
from corpus.formats.counting import counted
from corpus.formats.office import person, title
from corpus.formats.rtf.flow import Attached, Flow, Paragraph, RowFacts
from corpus.formats.rtf.fonts import code_page
from corpus.formats.rtf.head import Head
from corpus.formats.rtf.tokens import SIGN, Token, tokens
from corpus.formats.runs import LEVEL, LOWERED, RAISED
from corpus.formats.symbols import from_symbol_font, is_symbol_font, without_private
from corpus.text_builder import TextBuilder, one_line

_SKIPPED = frozenset(
    "colortbl pict objdata objclass objname header headerl headerr headerf footer footerl footerr "
    "footerf xe tc rxe nonshppict shprslt filetbl revtbl listtable ftnsep ftnsepc aftnsep aftnsepc "
    "ftncn aftncn template operator subject keywords comment doccomm company manager category "
    "revtim printim buptim nonesttables falt panose pn private fontemb sp".split()
)
"""Destinations, by their control words, whose text is no text of the document."""
_ENTERED = frozenset("shppict moMath moMathPara ud nestingtableprops".split())
"""Destinations that a reader may skip, and that hold text all the same."""
_SHAPES = ("shp", "shpinst", "do", "upr", "object")
_BOXES = ("shptxt", "dptxbxtext", "result")
_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—",
    "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u200d",
    "zwnj": "\u200c",
}  # fmt: skip
_SIGNS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_SETS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_SYMBOL = re.compile(r'\s*SYMBOL\s+(\d{1,5})\b(?:.*?\\f\s+"?([^"\\]+))?', re.IGNORECASE)
_RAISED_BY = 6  # half points; a guess: less corrects how letters sit
_MOST_GROUPS = 1_000  # in each other; a guess, far above any program's


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a group."""

    target: str = "body"
    font: int | None = None
    uc: int = 1
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    place: int = LEVEL


def read_rtf(data: bytes, source: Source) -> Document:
    """Read RTF: deleted, hidden and struck-out text is left out."""
    reader = _Reader()
    for token in tokens(data.decode("latin-1")):
        reader.take(token)
    return reader.document(source)


class _Reader:
    """Follows the tokens, and knows what holds in the group that they are in."""

    def __init__(self) -> None:
        self._layout = TextBuilder()
        self._state = _State()
        self._groups: list[tuple[_State, int]] = []
        self._flows = [Flow("body")]
        self._paragraph = Paragraph()
        self._row = RowFacts()
        self._head = Head()
        self._decoders: dict[str, codecs.IncrementalDecoder] = {}
        self._collected: dict[str, str] = {}
        self._counts = {"footnote": 0, "endnote": 0}
        self._endnote_form = "lowerRoman"
        self._mark = ""
        self._skip = 0
        self._starred = False
        self._high = 0
        self._symbol_shown = False
        self.hid = self.struck = False

    def document(self, source: Source) -> Document:
        """Return what was read."""
        while len(self._flows) > 1:
            self._close_flow()
        self._flow.end_paragraph(self._layout, self._paragraph)
        self._flow.end_table(self._layout)
        self._flow.write_attached(self._layout)
        if self.hid:
            self._layout.note("Hidden words were left out.")
        if self.struck:
            self._layout.note("Struck-out words were left out.")
        return self._layout.document(
            source,
            title=title(self._collected.get("title", "")),
            file_author=person(self._collected.get("author", "")),
            file_created=self._head.created,
        )

    @property
    def _flow(self) -> Flow:
        return self._flows[-1]

    def take(self, token: Token) -> None:
        """Take the next token."""
        match token.kind:
            case "open":
                self._skip = 0
                if len(self._groups) < _MOST_GROUPS:
                    self._groups.append((self._state, len(self._flows)))
            case "close":
                self._close()
            case "word":
                self._word(token.words, token.number)
            case "sign":
                self._sign(token.words)
            case "byte":
                if self._skip:
                    self._skip -= 1
                elif self._state.target != "skip":
                    self._bytes(bytes.fromhex(token.words))
            case _:
                self._text(token.words)
        if token.kind != SIGN:
            self._starred = False

    def _close(self) -> None:
        self._skip = 0
        if not self._groups:
            return
        ended = self._state
        self._state, flows = self._groups.pop()
        while len(self._flows) > flows:
            self._close_flow()
        if ended.target == "fldinst" and self._state.target != "fldinst":
            self._show_symbol(self._collected.pop("fldinst", ""))
        if ended.target == "stylesheet":
            self._head.end_style(self._collected.pop("stylesheet", ""))
        elif ended.target == "fonttbl" and self._state.target != "fonttbl":
            self._head.font = None

    def _close_flow(self) -> None:
        flow = self._flows.pop()
        flow.end_paragraph(self._layout, Paragraph())
        lines = [*flow.lines]
        for inner in flow.attached:
            lines += inner.lines
        if any(lines):
            self._flow.attached.append(Attached(flow.kind, lines, flow.mark, flow.author))

    def _word(self, word: str, number: int | None) -> None:
        if self._skip:
            self._skip -= 1
            return
        target = self._state.target
        if target == "skip":
            return
        if word in _SKIPPED or (
            self._starred and word not in _ENTERED and not self._is_known(word)
        ):
            self._set(target="skip")
        elif target == "fonttbl":
            self._head.font_word(word, number)
        elif target == "stylesheet":
            self._style_word(word, number)
        elif target == "creatim":
            self._head.day_word(word, number)
        elif target == "info":
            if word in ("title", "author", "creatim"):
                self._set(target=word)
        elif not self._destination(word) and not self._character(word, number):
            self._property(word, number)

    def _is_known(self, word: str) -> bool:
        return word in _SHAPES or word in _BOXES or word in (
            "annotation", "atnauthor", "fldinst", "cs", "footnote",
        )  # fmt: skip

    def _destination(self, word: str) -> bool:
        """Enter a group whose text goes elsewhere."""
        match word:
            case "fonttbl" | "stylesheet" | "info":
                self._set(target=word)
            case "fldinst" | "atnauthor":
                self._collected[word] = ""
                self._set(target=word)
            case "fldrslt" if self._symbol_shown:
                self._symbol_shown = False
                self._set(target="skip")
            case "listtext" | "pntext":
                self._set(target="marker")
            case "footnote":
                self._flows.append(Flow("footnote", self._mark))
                self._set(target="body", place=LEVEL)
            case "annotation":
                author = one_line(self._collected.pop("atnauthor", ""))
                self._flows.append(Flow("annotation", author=author))
                self._set(target="body")
            case _ if word in _SHAPES:
                self._set(target="shape")
            case "ud":
                self._set(target="body")
            case _ if word in _BOXES and self._state.target == "shape":
                self._flows.append(Flow("box"))
                self._set(target="body")
            case _ if word.startswith("m") and word.endswith("Pr") and len(word) > 3:
                self._set(target="skip")  # properties of an equation
            case _:
                return False
        return True

    def _character(self, word: str, number: int | None) -> bool:
        """Write what a control word stands for."""
        match word:
            case "u":
                self._unicode((number or 0) & 0xFFFF)
            case "chftn":
                self._note_mark()
            case "par" | "sect" | "nestcell":
                if self._state.target == "body":
                    self._flow.end_paragraph(self._layout, self._paragraph)
            case "cell":
                if self._state.target == "body":
                    self._flow.end_cell(self._layout, self._paragraph)
            case "row":
                if self._state.target == "body":
                    self._flow.end_row(self._row)
            case _ if word in _CHARACTERS:
                self._write(_CHARACTERS[word])
            case _:
                return False
        return True

    def _property(self, word: str, number: int | None) -> None:
        on = number != 0
        match word:
            case "f":
                self._set(font=number)
            case "uc":
                self._set(uc=min(max(number or 0, 0), 10))
            case "v":
                self._set(hidden=on)
            case "strike" | "striked":
                self._set(struck=on)
            case "deleted":
                self._set(deleted=on)
            case "super" | "sub":
                self._set(place=(RAISED if word == "super" else LOWERED) if on else LEVEL)
            case "nosupersub":
                self._set(place=LEVEL)
            case "up" | "dn":
                far = 6 if number is None else number
                place = RAISED if word == "up" else LOWERED
                self._set(place=place if far >= _RAISED_BY else LEVEL)
            case "plain":
                self._set(font=None, hidden=False, struck=False, deleted=False, place=LEVEL)
            case _:
                self._layout_property(word, number)

    def _layout_property(self, word: str, number: int | None) -> None:
        value = number or 0
        match word:
            case "pard":
                self._paragraph = Paragraph()
            case "intbl":
                self._paragraph.in_table = True
            case "ilvl":
                self._paragraph.depth = min(max(value, 0), 9)
            case "outlinelevel":
                self._paragraph.level = value + 1 if 0 <= value < 9 else 0
            case "s":
                self._paragraph.level = self._head.levels.get(value, 0)
            case "ansicpg":
                self._head.use(code_page(number))
            case "deff":
                self._head.fonts.default = value
                self._head.fonts.changed()
            case "aftnnar":
                self._endnote_form = "decimal"
            case "ftnalt" if self._flow.kind == "footnote":
                self._as_endnote()
            case _:
                self._row_property(word, value)

    def _row_property(self, word: str, value: int) -> None:
        if word == "trowd":
            self._row = RowFacts()
        elif word in _SETS and not self._groups[1:]:
            self._head.use(_SETS[word])
        else:
            self._row.take(word, value)

    def _style_word(self, word: str, number: int | None) -> None:
        if word in ("s", "cs", "ds", "ts"):
            self._head.end_style(self._collected.pop("stylesheet", ""))
        self._head.style_word(word, number)

    def _set(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]

    def _sign(self, sign: str) -> None:
        if self._skip:
            self._skip -= 1
        elif sign == "*":
            self._starred = True
        elif sign in _SIGNS:
            self._write(_SIGNS[sign])
        elif sign in "\r\n" and self._state.target == "body":
            self._flow.end_paragraph(self._layout, self._paragraph)

    def _text(self, words: str) -> None:
        if self._skip:
            cut = min(self._skip, len(words))
            self._skip -= cut
            words = words[cut:]
        if not words or self._state.target == "skip":
            return
        if words.isascii() and not self._decoder().getstate()[0]:
            self._write(words)
        else:
            self._bytes(words.encode("latin-1", "replace"))

    def _bytes(self, data: bytes) -> None:
        self._write(self._decoder().decode(data))

    def _decoder(self) -> codecs.IncrementalDecoder:
        name = self._head.fonts.encoding(self._state.font)
        if is_symbol_font(self._head.fonts.name(self._state.font)):
            name = "latin-1"  # its letters are looked up by their numbers
        if name not in self._decoders:
            self._decoders[name] = codecs.getincrementaldecoder(name)("replace")
        return self._decoders[name]

    def _unicode(self, code: int) -> None:
        self._skip = self._state.uc
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00 if self._high else 0xFFFD
        self._high = 0
        self._write(chr(code))

    def _write(self, words: str) -> None:
        """Write words where those of this group go, if they can be seen."""
        state = self._state
        match state.target:
            case "body" | "marker":
                if state.hidden or state.deleted or state.struck:
                    self.hid = self.hid or (state.hidden and not words.isspace())
                    self.struck = self.struck or (state.struck and not state.hidden)
                    return
                font = self._head.fonts.name(state.font)
                if is_symbol_font(font):
                    words = from_symbol_font(words, font)
                elif not words.isascii():
                    words = without_private(words)
                runs = self._flow.runs if state.target == "body" else self._flow.marker
                runs.append((words, state.place))
            case "fonttbl":
                self._head.font_words(words)
            case "title" | "author" | "fldinst" | "stylesheet" | "atnauthor" as target:
                self._collected[target] = self._collected.get(target, "") + words

    def _note_mark(self) -> None:
        """Count a note; inside of a note its mark is known already."""
        if self._flow.kind != "footnote" and not self._state.hidden:
            self._counts["footnote"] += 1
            self._mark = f"[{self._counts['footnote']}]"
            self._flow.runs.append((self._mark, LEVEL))

    def _as_endnote(self) -> None:
        """Turn the note that is being read into an endnote, also its mark."""
        if self._flow.mark and self._flow.mark == self._mark:
            self._counts["footnote"] -= 1
            self._counts["endnote"] += 1
            number = counted(self._counts["endnote"], self._endnote_form)
            outer = self._flows[-2].runs
            for at in range(len(outer) - 1, -1, -1):
                if outer[at] == (self._flow.mark, LEVEL):
                    outer[at] = (f"[{number}]", LEVEL)
                    break
            self._flow.mark = self._mark = f"[{number}]"

    def _show_symbol(self, code: str) -> None:
        """Write what a SYMBOL field shows, whose result may be empty."""
        found = _SYMBOL.match(code)
        if found is not None and int(found[1]) < 0x10000:
            font = (found[2] or "Symbol").strip()
            character = chr(int(found[1]))
            known = from_symbol_font(character, font) if is_symbol_font(font) else character
            self._flow.runs.append((known, self._state.place))
            self._symbol_shown = True
