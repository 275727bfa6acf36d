"""Three figures side by side (ba con số đặt cạnh nhau): counted here, reported by the unit, given by the operator; the
gaps between them, and what each gap is made of, to the last row (docs/decisions/0028-handed-and-beside.md)."""
