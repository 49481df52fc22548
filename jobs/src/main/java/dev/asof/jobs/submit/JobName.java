package dev.asof.jobs.submit;

import java.util.ArrayList;
import java.util.List;

/** What a job is called, by itself and to the service. */
final class JobName {
  private JobName() {}

  /** The name that was given, or one made from the command's words and the file it names. */
  static String of(String given, JobCommand command) {
    if (!given.isEmpty()) {
      return EmrField.NAME.check(given);
    }
    List<String> parts = new ArrayList<>(List.of("asof"));
    for (String argument : command.arguments()) {
      if (argument.startsWith("-") || parts.size() > 3) {
        break;
      }
      String last = argument.substring(argument.lastIndexOf('/') + 1);
      String plain = last.replaceAll("\\.[A-Za-z0-9]+$", "").replaceAll("[^A-Za-z0-9]+", "-");
      if (plain.isEmpty() || plain.equals("-")) {
        break;
      }
      parts.add(plain);
    }
    String name = String.join("-", parts);
    return name.length() <= EmrField.NAME.most() ? name : name.substring(0, EmrField.NAME.most());
  }
}
