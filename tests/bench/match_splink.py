"""The peer: Splink 5 on DuckDB, as well set up as we can. Started by tests.bench.match, which measures the process.

`python -m tests.bench.match_splink REGISTER LIST OUT`: all three parquet; OUT has lid, rid, score of the best candidate
of each row. Its cleaning is in polars, compiled as ours is; the comparisons and blocking rules are those that gave the
best F1 on linkbench's seeds 1 to 3 of those tried.
"""

from __future__ import annotations

import sys

import polars as pl

from tests.bench.match_cleaning import cleaned


def _settings() -> object:
    import splink.comparison_level_library as levels
    import splink.comparison_library as comparisons
    from splink import SettingsCreator, block_on

    number = comparisons.CustomComparison(
        output_column_name="number",
        comparison_levels=[
            levels.CustomLevel(
                "(cccd_l is null or cccd_r is null) and (cmnd_l is null or cmnd_r is null)", "nothing"
            ).configure(is_null_level=True),
            levels.CustomLevel("cccd_l = cccd_r or cmnd_l = cmnd_r", "same"),
            levels.CustomLevel("damerau_levenshtein(cccd_l, cccd_r) <= 1", "one digit"),
            levels.ElseLevel(),
        ],
    )
    name = comparisons.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            levels.NullLevel("name"),
            levels.ExactMatchLevel("name", term_frequency_adjustments=True),
            levels.CustomLevel("sorted_name_l = sorted_name_r", "order"),
            levels.CustomLevel("family_l = family_r and given_l = given_r", "middle differs"),
            levels.CustomLevel("damerau_levenshtein(name_l, name_r) <= 1", "one letter"),
            levels.CustomLevel("damerau_levenshtein(name_l, name_r) <= 2", "two letters"),
            levels.CustomLevel("jaro_winkler_similarity(name_l, name_r) > 0.92", "near"),
            levels.CustomLevel("given_l = given_r or family_l = family_r", "a word"),
            levels.ElseLevel(),
        ],
    )
    birth = comparisons.CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            levels.CustomLevel("year_l is null or year_r is null", "nothing").configure(is_null_level=True),
            levels.CustomLevel("year_l = year_r and day_month_l = day_month_r", "same"),
            levels.CustomLevel("year_l = year_r and month_l = day_r and day_l = month_r", "swapped"),
            levels.CustomLevel("year_l = year_r and (day_month_l = 101 or day_month_r = 101)", "1 January"),
            levels.CustomLevel("year_l = year_r and (day_month_l is null or day_month_r is null)", "year only"),
            levels.CustomLevel("year_l = year_r and (month_l = month_r or day_l = day_r)", "one part differs"),
            levels.CustomLevel("day_month_l = day_month_r", "year differs"),
            levels.CustomLevel("year_l = year_r", "same year"),
            levels.CustomLevel("abs(year_l - year_r) = 1", "a year off"),
            levels.ElseLevel(),
        ],
    )
    place = comparisons.CustomComparison(
        output_column_name="village",
        comparison_levels=[
            levels.NullLevel("village"),
            levels.CustomLevel("village_l = village_r and contains(commune_l, commune_r)", "both"),
            levels.CustomLevel("village_l = village_r", "village"),
            levels.CustomLevel("contains(commune_l, commune_r)", "commune"),
            levels.CustomLevel("damerau_levenshtein(village_l, village_r) <= 1", "a letter"),
            levels.ElseLevel(),
        ],
    )
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            number, name, birth, comparisons.ExactMatch("phone"), place, comparisons.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("cccd"), block_on("cmnd"), block_on("phone"), block_on("name", "year"),
            block_on("given", "year", "day_month"), block_on("family", "year", "day_month"),
            block_on("name", "village"), block_on("given", "family", "year", "village"),
            block_on("name", "day_month"), block_on("sorted_name", "year"),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip


def main() -> int:
    import logging

    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    logging.disable(logging.WARNING)
    register, listed, out = sys.argv[1:4]
    left = cleaned(pl.read_parquet(listed), is_list=True)
    right = cleaned(pl.read_parquet(register), is_list=False)
    con = duckdb.connect()
    api = DuckDBAPI(con)
    tables = [
        api.register(left.to_arrow(), dataset_display_name="a_list"),
        api.register(right.to_arrow(), dataset_display_name="register"),
    ]
    linker = Linker(tables, _settings(), log_level=40)
    rules = [block_on("cccd"), block_on("name", "year", "day_month")]
    if left["cccd"].null_count() == left.height:  # nothing to learn from a number that is not there
        rules = [block_on("phone"), block_on("name", "year", "day_month")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=3e5, seed=1)
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    con.execute(f"""copy (
        select unique_id_l as lid, max_by(unique_id_r, match_weight) as rid, max(match_probability) as score
        from {pairs.physical_name} group by all) to '{out}' (format parquet)""")
    return 0


if __name__ == "__main__":
    sys.exit(main())
