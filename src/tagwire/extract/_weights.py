"""The learned weights of this version, read once from the table beside this module."""

from __future__ import annotations

from tagwire.extract._score import Weights
from tagwire.extract._weights_table import BIAS, CONTEXT, CONTEXT_BIAS, NAMES, TABLES

WEIGHTS = Weights(
    bias=BIAS, tables=TABLES, names=NAMES, context_bias=CONTEXT_BIAS, context_tables=CONTEXT
)
