"""How good the answers are: question sets, measures, reports, and the fitting of weights."""
