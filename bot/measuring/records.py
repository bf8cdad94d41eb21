"""Measurements as plain values for JSON: the format that scripts read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.matching.calibration import Ablated, Calibration
from bot.core.matching.evaluation import Figures, Judged, Point
from bot.measuring.costs import Costs
from bot.measuring.measurement import Measurement
from bot.measuring.peers import Missing, Placed
from bot.records import record


def measurement_record(measured: Measurement) -> dict[str, Any]:
    """The measurement as JSON's types."""
    return {
        "kinds": [figures_record(row) for row in (*measured.kinds, measured.answerable, measured.others)],
        "always_answering": figures_record(measured.anyway),
        "peers": [_peer(peer) for peer in measured.peers],
        "threshold": measured.serving.threshold,
        "curve": [_point(point) for point in measured.points],
        "worst": [_judged(case) for case in measured.worst],
    }


def figures_record(row: Figures) -> dict[str, Any]:
    """Counts of one kind of question."""
    return {
        "kind": row.kind,
        "asked": row.asked,
        "answered": row.answered,
        "right_first": row.right,
        "among_three": row.among,
        "wrong": row.wrong,
    }


def left_out_record(left_out: Calibration) -> dict[str, Any]:
    """What the base does on its own left-out asks: shares of 1, and how many were asked."""
    return {
        "asked": left_out.asks,
        "right_first": round(left_out.right_first, 4),
        "among_three": round(left_out.among_three, 4),
        "right_answered": round(left_out.right_answered, 4),
        "wrong_answered": round(left_out.wrong_answered, 4),
        "near_misses_answered": round(left_out.near_misses_answered, 4),
        "foreign_answered": round(left_out.foreign_answered, 4),
    }


def ablated_record(ablated: Ablated, figures: Sequence[Figures]) -> dict[str, Any]:
    """The base without some features, with its figures on questions where there are any."""
    asked = {"questions": [figures_record(row) for row in figures]} if figures else {}
    return {"without": list(ablated.dropped), "left_out": left_out_record(ablated.left_out), **asked}


def costs_record(spent: Costs) -> dict[str, float]:
    """Milliseconds a question, by part."""
    return {**{name: round(ms, 4) for name, ms in spent.parts.items()}, "whole": round(spent.whole, 4)}


def _peer(peer: Placed | Missing) -> Mapping[str, Any]:
    match peer:
        case Placed():
            return {"name": peer.name, "asked": peer.asked, "right_first": peer.first, "among_three": peer.among}
        case Missing():
            return {"name": peer.name, "missing": peer.reason}


def _point(point: Point) -> Mapping[str, Any]:
    return {
        "threshold": point.threshold,
        "coverage": round(point.coverage, 4),
        "right_first": round(point.right, 4),
        "risk": round(point.risk, 4),
        "needless": dict(point.needless),
    }


def _judged(case: Judged) -> Mapping[str, Any]:
    outcome = record(case.outcome, ms=0)
    return {
        "question": case.question.text,
        "kind": case.question.kind,
        "outcome": outcome["outcome"],
        "confidence": outcome["confidence"],
        "facts": [fact["id"] for fact in outcome["facts"]],
    }
