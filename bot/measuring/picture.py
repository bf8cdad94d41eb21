"""A picture of a measurement: risk against coverage, and the base beside its peers."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes

from bot.errors import UsageError
from bot.measuring.measurement import Measurement
from bot.measuring.peers import Placed

# Okabe and Ito (2008): told apart by colour-blind people as well.
_BLUE: Final = "#0072B2"
_VERMILION: Final = "#D55E00"
_GREY: Final = "#999999"
_SERVED: Final = "this bot"


def draw(measured: Measurement, file: Path) -> None:
    """Write the picture; the file's ending gives the format. Raises UsageError where it cannot be written."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow to import

    # It tells of its font cache otherwise.
    logging.getLogger("matplotlib").setLevel(logging.WARNING)
    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    _selection(left, measured)
    _peers(right, measured)
    try:
        figure.savefig(file, dpi=150)
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be written: {error}") from None


def _selection(axes: Axes, measured: Measurement) -> None:
    # From the most confident answer on, as the threshold falls.
    points = measured.steps[::-1]
    axes.plot(
        [point.coverage for point in points],
        [point.risk for point in points],
        color=_BLUE,
        marker=".",
        label="as the threshold falls from 1 to 0",
    )
    serving = measured.serving
    axes.plot(
        [serving.coverage],
        [serving.risk],
        color=_VERMILION,
        marker="D",
        markersize=9,
        linestyle="none",
        label=f"the threshold in use, {serving.threshold:.2f}",
    )
    axes.set(
        title="Risk against coverage",
        xlabel="coverage: share of the answerable\nquestions that are answered",
        ylabel="risk: share of all answers\ngiven that are wrong",
        xlim=(0, 1.02),
    )
    axes.set_ylim(bottom=0)
    axes.grid(visible=True, alpha=0.3)
    axes.legend(loc="upper left", frameon=False)


def _peers(axes: Axes, measured: Measurement) -> None:
    bars = [(peer.name, peer.first / peer.asked) for peer in measured.peers if isinstance(peer, Placed) and peer.asked]
    if measured.anyway.asked:
        bars.append((f"{_SERVED}, were it always to answer", measured.anyway.right / measured.anyway.asked))
        bars.append((f"{_SERVED}, silent where it is not sure", measured.serving.right))
    colours = [_BLUE if name.startswith(_SERVED) else _GREY for name, _ in bars]
    drawn = axes.barh([name for name, _ in bars], [share for _, share in bars], color=colours)
    axes.bar_label(drawn, fmt="%.2f", padding=3)
    axes.set(title="Right first", xlabel="share of the answerable questions\nwhose first fact is right", xlim=(0, 1.1))
    axes.spines[["top", "right"]].set_visible(False)
