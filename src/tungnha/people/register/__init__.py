"""The register as it stands: shown, looked over, merged, measured."""
