package dev.asof.reports;

import java.util.List;

/**
 * A part of a page with a heading.
 *
 * @param id unique on the page
 * @param title its heading, which the page's contents repeat
 * @param blocks what stands in it, from top to bottom
 */
record Section(String id, String title, List<Block> blocks) {
  /** Copies the blocks. */
  Section {
    blocks = List.copyOf(blocks);
  }
}
