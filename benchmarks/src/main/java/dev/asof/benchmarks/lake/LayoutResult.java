package dev.asof.benchmarks.lake;

import java.util.Map;

/**
 * What a layout took.
 *
 * @param layout which
 * @param write writing it
 * @param files its data files
 * @param bytes their size
 * @param answers what each question took, medians
 */
record LayoutResult(
    Layout layout, Cost write, int files, long bytes, Map<Question, Cost> answers) {}
