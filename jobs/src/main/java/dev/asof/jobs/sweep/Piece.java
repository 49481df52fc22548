package dev.asof.jobs.sweep;

import dev.asof.api.SweepRow;
import dev.asof.catalog.SweepFile;
import java.io.Serializable;
import java.util.List;

/** Scenarios that are done and follow one another. */
public sealed interface Piece extends Serializable {
  /** The first scenario. */
  int from();

  /** How many there are. */
  int size();

  /**
   * Rows that are to be stored.
   *
   * @param rows one or more
   */
  record Rows(List<SweepRow> rows) implements Piece {
    private static final long serialVersionUID = 1;

    @Override
    public int from() {
      return rows.get(0).index();
    }

    @Override
    public int size() {
      return rows.size();
    }
  }

  /**
   * Rows that whoever ran them has written already.
   *
   * @param file to be committed
   */
  record Written(SweepFile file) implements Piece {
    private static final long serialVersionUID = 1;

    @Override
    public int from() {
      return file.range().from();
    }

    @Override
    public int size() {
      return file.range().size();
    }
  }
}
