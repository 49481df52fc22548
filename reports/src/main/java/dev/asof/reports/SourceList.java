package dev.asof.reports;

import dev.asof.api.DataRef;
import dev.asof.api.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files behind the versions of an experiment's data, each of them once. A version names its own
 * by ranges: a timeline of three hundred tags has three hundred versions, nearly all of whose files
 * are those of the version before.
 */
final class SourceList {
  private final Map<SourceFile, Integer> positions = new LinkedHashMap<>();

  private SourceList() {}

  static SourceList of(List<DataRef> data) {
    SourceList list = new SourceList();
    for (DataRef ref : data) {
      for (SourceFile file : ref.sources()) {
        list.positions.putIfAbsent(file, list.positions.size());
      }
    }
    return list;
  }

  /** All files in the order in which the versions name them first. */
  List<SourceFile> files() {
    return List.copyOf(positions.keySet());
  }

  /** Where a version's files stand, in its order: first position and number, range after range. */
  List<Integer> ranges(List<SourceFile> sources) {
    List<Integer> ranges = new ArrayList<>();
    int end = -1;
    for (SourceFile file : sources) {
      int at = positions.get(file);
      int last = ranges.size() - 1;
      if (at == end) {
        ranges.set(last, ranges.get(last) + 1);
      } else {
        ranges.add(at);
        ranges.add(1);
      }
      end = at + 1;
    }
    return ranges;
  }

  /**
   * Reads a version's files: by ranges into all files, or, as before format 2, one by one.
   *
   * @param files all files; empty in a document of format 1
   */
  static List<SourceFile> read(JsonNode version, List<SourceFile> files) {
    if (version.find("sourceRanges").isEmpty()) {
      return version.get("sources").list(SourceList::file);
    }
    JsonNode node = version.get("sourceRanges");
    double[] ranges = node.numbers();
    List<SourceFile> sources = new ArrayList<>();
    for (int n = 0; n < ranges.length; n += 2) {
      double first = ranges[n];
      double end = n + 1 < ranges.length ? first + ranges[n + 1] : Double.NaN;
      if (!(first >= 0 && first == (int) first && end >= first && end <= files.size())) {
        throw node.expected("first and number of ranges within " + files.size() + " sources");
      }
      sources.addAll(files.subList((int) first, (int) end));
    }
    return sources;
  }

  static SourceFile file(JsonNode node) {
    return new SourceFile(
        node.get("name").text(), node.get("sha256").text(), node.get("rows").whole());
  }
}
