package dev.asof.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import scala.jdk.javaapi.CollectionConverters;

/** The functions that a statement may call: a list of names, so that a new one waits for a look. */
final class SqlFunctions {
  private static final String LIST = "sql-functions.txt";
  private static final Set<String> COMPUTING = computing();

  private final Set<String> names;
  private final Set<String> refusedClasses = new HashSet<>();

  SqlFunctions(SqlUse use) {
    names = COMPUTING.stream().filter(name -> !use.refuses(name)).collect(Collectors.toSet());
    Set<String> allowedClasses = new HashSet<>();
    CollectionConverters.asJava(FunctionRegistry.expressions())
        .forEach(
            (name, built) ->
                (allows(name) ? allowedClasses : refusedClasses).add(built._1().getClassName()));
    refusedClasses.removeAll(allowedClasses);
  }

  private static Set<String> computing() {
    try (InputStream list = SqlFunctions.class.getResourceAsStream(LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("# "))
          .flatMap(line -> Arrays.stream(line.split(" ")))
          .collect(Collectors.toSet());
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /** Returns whether a statement may call the function of this name, without a namespace. */
  boolean allows(String name) {
    return names.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Returns whether an expression of this class is the work of a function that isn't allowed. */
  boolean refuses(Class<?> expression) {
    return refusedClasses.contains(expression.getName());
  }
}
