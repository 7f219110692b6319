"""Charts of a workbook: drawn by the reader's program from cells of the same sheet.

Whoever restyles them or corrects a cell sees it at once. Told apart in black and white: by greys,
patterns and marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from analysis.document import ChartKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlsxwriter
    from xlsxwriter.chart import Chart as SheetChart
    from xlsxwriter.worksheet import Worksheet

    from analysis.document import Cell, Chart, Table

#: Points of the screen: of a chart's width, of a row of cells, around its bars, of each of them.
WIDTH, ROW, AROUND, BAR = 700, 20, 130, 34

#: Those of a chart with names of topics below it.
UPRIGHT = 420

INK = "#000000"
FONT = {"name": "Arial", "size": 9}
TITLE = {"name": "Arial", "size": 11, "bold": True}
GRID = {"visible": True, "line": {"color": "#D0D0D0", "width": 0.5}}

BORDER = {"color": INK, "width": 0.75}

#: Of the bars of entry and exit: dark, and light with stripes.
BARS: tuple[dict[str, Any], dict[str, Any]] = (
    {"fill": {"color": "#1F4E79"}, "border": BORDER, "gap": 60},
    {
        "pattern": {
            "pattern": "wide_upward_diagonal",
            "fg_color": "#C07A10",
            "bg_color": "#FFFFFF",
        },
        "border": BORDER,
    },
)

#: Of the marks of entry and exit: dark circles, light squares.
MARKS: tuple[dict[str, Any], dict[str, Any]] = (
    {
        "marker": {
            "type": "circle",
            "size": 9,
            "fill": {"color": "#1F4E79"},
            "border": {"color": "#1F4E79"},
        },
        "line": {"none": True},
    },
    {
        "marker": {
            "type": "square",
            "size": 8,
            "fill": {"color": "#E8A33D"},
            "border": BORDER,
        },
        "line": {"none": True},
    },
)

#: The marks that a question of our own allows.
TEN = 1, 10

#: The greys of the lowest and the highest level.
LIGHT, DARK = 0xF0, 0x40


class ChartOf:
    """The chart of one table, whose cells stand on a sheet.

    Parameters
    ----------
    header
        The row of its header; the rows below follow it at once.
    """

    def __init__(
        self, book: xlsxwriter.Workbook, sheet: Worksheet, table: Table, *, header: int
    ) -> None:
        chart = table.chart
        if chart is None:
            raise ValueError(f"{table.caption!r} has no chart")
        self._book = book
        self._sheet = sheet
        self._name = quote_sheetname(str(sheet.name))
        self._chart = chart
        self._header = header
        shown = [place for place, row in enumerate(table.rows) if _numbers(row, chart)]
        self._rows = [header + 1 + place for place in shown]
        self._values = [one for place in shown for one in _numbers(table.rows[place], chart)]

    def draw(self, row: int) -> int:
        """Draw it from a row of the sheet on, and return how many rows it takes."""
        if not self._rows:
            return 0
        made = {
            ChartKind.MEANS: self._means,
            ChartKind.GAPS: self._gaps,
            ChartKind.LEVELS: self._levels,
        }[self._chart.kind]()
        made.set_title({"name": self._chart.title, "name_font": TITLE, "overlay": False})
        made.set_legend({"position": "bottom", "font": FONT})
        height = self._height()
        made.set_size({"width": WIDTH, "height": height})
        described = {"description": self._chart.title, "object_position": 2}
        self._sheet.insert_chart(row, 0, made, described)
        return -(-height // ROW) + 1

    def _height(self) -> int:
        match self._chart.kind:
            case ChartKind.GAPS:
                return UPRIGHT
            case ChartKind.LEVELS:
                return AROUND + 3 * BAR
            case ChartKind.MEANS:
                return AROUND + BAR * len(self._rows)

    def _means(self) -> SheetChart:
        """Return two bars a row, the first row at the top."""
        made = self._made("bar", "clustered")
        for series in self._series(BARS):
            made.add_series(series)
        made.set_y_axis({"reverse": True, "num_font": FONT})
        # Turned round, the numbers would stand above the bars.
        made.set_x_axis({"num_font": FONT, "major_gridlines": GRID, "label_position": "high"})
        return made

    def _gaps(self) -> SheetChart:
        """Return two marks a row with a line between them."""
        made = self._made("line")
        entry, exit_ = self._series(MARKS)
        made.add_series(entry | self._bars_to_exit())
        made.add_series(exit_)
        made.set_x_axis({"num_font": FONT | {"rotation": -45}})
        low, high = TEN
        ten = {"min": low, "max": high, "major_unit": 1}
        is_ten = all(low <= value <= high for value in self._values)
        made.set_y_axis({"num_font": FONT, "major_gridlines": GRID} | (ten if is_ten else {}))
        return made

    def _bars_to_exit(self) -> dict[str, Any]:
        """Return the lines from the marks of entry to those of exit: bars of error, as such go.

        What Excel calls high-low lines other programs do not draw.
        """
        if self._chart.gap is None:
            return {}
        gaps = self._cells(self._rows, self._chart.gap)
        return {
            "y_error_bars": {
                "type": "custom",
                "plus_values": gaps,
                "minus_values": [0] * len(self._rows),
                "direction": "plus",
                "end_style": 0,
                "line": {"color": INK, "width": 1.25},
            }
        }

    def _levels(self) -> SheetChart:
        """Return a bar for entry and one for exit, cut into the rows of the table."""
        made = self._made("bar", "percent_stacked")
        last = max(1, len(self._rows) - 1)
        for place, row in enumerate(self._rows):
            grey = f"{round(LIGHT + (DARK - LIGHT) * place / last):02X}"
            dark = place / last > 0.5
            label = {"value": True, "font": FONT | {"color": "#FFFFFF" if dark else INK}}
            made.add_series(
                {
                    "name": self._cells([row], 0),
                    "categories": self._across(self._header),
                    "values": self._across(row),
                    "fill": {"color": f"#{grey * 3}"},
                    "border": {"color": INK},
                    "data_labels": label,
                    "gap": 40,
                }
            )
        made.set_y_axis({"reverse": True, "num_font": FONT})
        made.set_x_axis({"num_font": FONT, "major_gridlines": GRID, "label_position": "high"})
        return made

    def _made(self, type_: Literal["bar", "line"], subtype: str = "") -> SheetChart:
        options = {"type": type_} | ({"subtype": subtype} if subtype else {})
        return cast("SheetChart", self._book.add_chart(options))

    def _series(self, styles: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield what is drawn of entry and of exit."""
        chart = self._chart
        for name, column, style in zip(chart.names, chart.columns, styles, strict=True):
            yield {
                "name": name,
                "categories": self._cells(self._rows, 0),
                "values": self._cells(self._rows, column),
                **style,
            }

    def _cells(self, rows: Sequence[int], column: int) -> str:
        """Return the cells of a column in some rows as a formula names them."""
        parts = []
        for first, last in _runs(rows):
            start, end = (xl_rowcol_to_cell(row, column, True, True) for row in (first, last))
            parts.append(f"{self._name}!{start}:{end}")
        return _formula(parts)

    def _across(self, row: int) -> str:
        """Return the cells of entry and exit in a row."""
        cells = (xl_rowcol_to_cell(row, column, True, True) for column in self._chart.columns)
        return _formula([f"{self._name}!{cell}" for cell in cells])


def _numbers(row: Sequence[Cell], chart: Chart) -> list[float]:
    """Return both numbers of a row; none where one is not shown, which is no zero."""
    values = [row[column].value for column in chart.columns]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    return numbers if len(numbers) == len(values) else []


def _formula(parts: Sequence[str]) -> str:
    return f"={parts[0]}" if len(parts) == 1 else f"=({','.join(parts)})"


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of rows that follow each other at once."""
    first = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place] != rows[place - 1] + 1:
            yield rows[first], rows[place - 1]
            first = place
