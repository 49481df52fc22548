package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a retention from YAML: which tags stay for how long. */
final class RetentionReader {
  private static final int MOST = 36_500;

  private RetentionReader() {}

  /**
   * Reads a file.
   *
   * @param name the file as the user would type it, for messages
   * @throws AsOfException FILE_MISSING or DEFINITION_INVALID, with file, line and key
   */
  static Retention read(String name, Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read the retention " + name + ": no such file, or it can't be read as UTF-8",
          unreadable);
    }
    YamlMap root = YamlDocument.parse(name, text).map();
    List<YamlMap> maps = root.maps("retention").orElseThrow(() -> root.missing("retention"));
    List<Retention.Rule> rules = new ArrayList<>();
    for (YamlMap map : maps) {
      rules.add(rule(map));
    }
    root.refuseUnknownKeys();
    return new Retention(rules);
  }

  private static Retention.Rule rule(YamlMap map) {
    String tags = map.text("tags");
    YamlMap keep = map.map("keep").orElseThrow(() -> map.missing("keep"));
    int days = count(keep, "days");
    int months = count(keep, "months");
    int years = count(keep, "years");
    keep.refuseUnknownKeys();
    boolean releases = map.flag("releases", false);
    map.refuseUnknownKeys();
    try {
      return new Retention.Rule(tags, days, months, years, releases);
    } catch (IllegalArgumentException keepsNothing) {
      throw map.invalid("keep", "expected at least one of days, months and years above 0");
    }
  }

  private static int count(YamlMap keep, String key) {
    return keep.parsed(
            key,
            "a whole number from 0 to " + MOST,
            text -> {
              int count = Integer.parseInt(text);
              if (count < 0 || count > MOST) {
                throw new IllegalArgumentException(text);
              }
              return count;
            })
        .orElse(0);
  }
}
