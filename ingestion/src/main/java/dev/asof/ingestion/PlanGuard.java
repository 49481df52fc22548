package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.analysis.ExpressionWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.ResolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.ResolvedTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableOrView;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.VariableReference;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.Product;
import scala.collection.Iterable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Keeps a statement of others to what it may do: select, join, aggregate and sort rows of tables of
 * the lake's catalog, of temporary views that this process made and of its own values, with
 * functions that only compute.
 *
 * <p>A plan is looked at twice. As it is parsed, because Spark evaluates some expressions and reads
 * some files while it analyses; and as it is analysed, because only then a name stands for one
 * thing. Both times each node has to be on a list: what a later Spark adds is refused until
 * somebody has looked at it.
 */
final class PlanGuard {
  private static final Set<String> OPERATIONS =
      Set.of(
          "Aggregate",
          "CTERelationDef",
          "CTERelationRef",
          "Deduplicate",
          "Distinct",
          "Except",
          "Expand",
          "Filter",
          "Generate",
          "GlobalLimit",
          "Intersect",
          "Join",
          "LateralJoin",
          "LocalLimit",
          "LocalRelation",
          "Offset",
          "OneRowRelation",
          "PipeOperator",
          "Pivot",
          "Project",
          "Range",
          "RebalancePartitions",
          "RelationTimeTravel",
          "Repartition",
          "RepartitionByExpression",
          "ResolvedHint",
          "ResolvedInlineTable",
          "Sort",
          "SubqueryAlias",
          "Union",
          "UnionLoop",
          "UnionLoopRef",
          "Unpivot",
          "UnresolvedHaving",
          "UnresolvedHint",
          "UnresolvedInlineTable",
          "UnresolvedRelation",
          "UnresolvedSubqueryColumnAliases",
          "UnresolvedTVFAliases",
          "UnresolvedTableValuedFunction",
          "UnresolvedWith",
          "Window",
          "WithCTE",
          "WithWindowDefinition");

  /** Names before a dot that make what follows a file instead of a table. */
  private static final Set<String> FORMATS =
      Set.of(
          "avro",
          "binaryfile",
          "csv",
          "delta",
          "hudi",
          "iceberg",
          "image",
          "jdbc",
          "json",
          "kafka",
          "libsvm",
          "orc",
          "parquet",
          "text",
          "xml");

  private final SqlFunctions functions;
  private final SqlUse use;
  private final String catalog;
  private final Predicate<String> isCatalog;
  private final ParserInterface parser;
  private final Set<LogicalPlan> plansSeen = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * A guard for one statement.
   *
   * @param catalog the lake's, by its name in SQL
   * @param isCatalog whether a name before a dot is that of a catalog
   * @param parser what takes a name apart
   */
  PlanGuard(SqlUse use, String catalog, Predicate<String> isCatalog, ParserInterface parser) {
    this.functions = new SqlFunctions(use);
    this.use = use;
    this.catalog = catalog;
    this.isCatalog = isCatalog;
    this.parser = parser;
  }

  /**
   * Checks a statement as it was parsed.
   *
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} for what it may not do
   */
  void checkParsed(LogicalPlan statement) {
    if (statement instanceof Command) {
      // What shows or describes; its kind was checked by the grammar, its subject stands below.
      parts(statement);
    } else {
      parsed(statement);
    }
  }

  private void parsed(Object part) {
    if (part instanceof LogicalPlan plan) {
      if (plan instanceof PlanWithUnresolvedIdentifier named) {
        parsed(named.planBuilder().apply(identifier(named.identifierExpr()), named.children()));
        return;
      }
      if (!isSubject(plan)) {
        requireOperation(plan);
      }
      if (plan instanceof UnresolvedTableValuedFunction function) {
        requireFunction(names(function.name()));
      }
    } else if (part instanceof ExpressionWithUnresolvedIdentifier named) {
      parsed(named.exprBuilder().apply(identifier(named.identifierExpr()), named.otherExprs()));
      return;
    } else if (part instanceof UnresolvedFunction function) {
      requireFunction(names(function.nameParts()));
    } else if (part instanceof UnresolvedGenerator generator) {
      requireFunction(List.of(generator.name().funcName()));
    }
    if (part instanceof Product product) {
      parts(product);
    } else if (part instanceof Iterable<?> several) {
      CollectionConverters.asJava(several).forEach(this::parsed);
    }
  }

  /** Whatever a node holds: children, subqueries, and plans that Spark doesn't call children. */
  private void parts(Product product) {
    CollectionConverters.asJava(product.productIterator()).forEachRemaining(this::parsed);
  }

  private boolean isSubject(LogicalPlan plan) {
    if (plan instanceof UnresolvedRelation relation) {
      if (relation.isStreaming()) {
        throw refused("it reads " + display(relation.multipartIdentifier()) + " as a stream");
      }
      if (!relation.options().isEmpty()) {
        throw refused(
            "it gives "
                + display(relation.multipartIdentifier())
                + " options (WITH); write VERSION AS OF for what was");
      }
      requireLake(relation.multipartIdentifier());
      return true;
    }
    if (plan instanceof UnresolvedTableOrView subject) {
      requireLake(subject.multipartIdentifier());
      return true;
    }
    if (plan instanceof UnresolvedTable subject) {
      requireLake(subject.multipartIdentifier());
      return true;
    }
    if (plan instanceof UnresolvedNamespace subject) {
      requireLake(subject.multipartIdentifier());
      return true;
    }
    // The rest of what statements that show and describe are about is in Spark's own memory.
    return plan.getClass().getPackageName().endsWith(".catalyst.analysis")
        && plan.getClass().getSimpleName().matches("CurrentNamespace\\$|UnresolvedFunctionName");
  }

  private void requireLake(Seq<String> identifier) {
    List<String> names = names(identifier);
    String first = names.isEmpty() ? catalog : names.get(0);
    String last = names.isEmpty() ? "" : names.get(names.size() - 1);
    if ((names.size() == 2 && FORMATS.contains(first.toLowerCase(Locale.ROOT)))
        || last.contains("/")
        || last.contains("\\")
        || last.contains(":")) {
      throw refused("it reads " + display(identifier) + " as a file, not a table of the lake");
    }
    if (!first.equalsIgnoreCase(catalog) && isCatalog.test(first)) {
      throw notOfLake(display(identifier));
    }
  }

  private void requireFunction(List<String> name) {
    if (name.size() == 1 && functions.allows(name.get(0))) {
      return;
    }
    throw refusedFunction(String.join(".", name));
  }

  private void requireOperation(LogicalPlan plan) {
    if (plan instanceof ScriptTransformation) {
      throw refused("it runs a program (TRANSFORM ... USING)");
    }
    String name = plan.getClass().getSimpleName();
    if (!OPERATIONS.contains(name)
        || !plan.getClass().getPackageName().startsWith("org.apache.spark.sql.catalyst.")) {
      throw refused("it has a part that does more than select, join, aggregate and sort: " + name);
    }
  }

  private Seq<String> identifier(Expression expression) {
    if (expression instanceof Literal literal && literal.value() != null) {
      try {
        return parser.parseMultipartIdentifier(literal.value().toString());
      } catch (ParseException noName) {
        throw ReadingStatement.refused(noName);
      }
    }
    throw refused("IDENTIFIER takes a name in quotes here, not " + OneLine.of(expression.sql()));
  }

  /**
   * Checks a statement as it was analysed.
   *
   * @throws AsOfException with {@link ErrorCode#SQL_INVALID} for what it may not do
   */
  void checkAnalysed(LogicalPlan statement) {
    if (statement instanceof Command) {
      CollectionConverters.asJava(statement.children()).forEach(this::subject);
    } else {
      analysed(statement);
    }
  }

  private void subject(LogicalPlan subject) {
    if (subject instanceof ResolvedTable table) {
      requireLake(table.catalog(), table.identifier());
    } else if (subject instanceof ResolvedNamespace namespace) {
      requireLake(namespace.catalog(), display(namespace.namespace()));
    }
  }

  private void requireLake(CatalogPlugin found, Object what) {
    if (!found.name().equalsIgnoreCase(catalog)) {
      throw notOfLake(found.name() + "." + what);
    }
  }

  private void analysed(Object part) {
    if (part instanceof LogicalPlan plan) {
      if (plan instanceof View view && view.isTempView()) {
        // Code of this process made it; SQL can't, since it only reads.
        return;
      }
      if (plan instanceof DataSourceV2Relation relation) {
        if (relation.catalog().isEmpty() || relation.identifier().isEmpty()) {
          throw notOfLake(relation.name());
        }
        requireLake(relation.catalog().get(), relation.identifier().get());
        return;
      }
      requireOperation(plan);
      if (plan instanceof LocalRelation) {
        return;
      }
      // Plans are shared within a plan that is analysed: each is looked at once.
      if (plansSeen.add(plan)) {
        CollectionConverters.asJava(plan.productIterator()).forEachRemaining(this::analysed);
      }
    } else if (part instanceof Expression expression) {
      requireComputing(expression);
      if (expression instanceof PlanExpression<?> subquery) {
        analysed(subquery.plan());
      }
      CollectionConverters.asJava(((TreeNode<?>) expression).children()).forEach(this::analysed);
    } else if (part instanceof Product product) {
      CollectionConverters.asJava(product.productIterator()).forEachRemaining(this::analysed);
    } else if (part instanceof Iterable<?> several) {
      CollectionConverters.asJava(several).forEach(this::analysed);
    }
  }

  private void requireComputing(Expression expression) {
    if (functions.refuses(expression.getClass())) {
      throw refusedFunction(expression.prettyName());
    }
    if (expression instanceof UserDefinedExpression
        || expression instanceof VariableReference
        || !isSparks(expression.getClass())
        || expression instanceof StaticInvoke call && !isSparks(call.staticObject())) {
      throw refused("it calls code that isn't Spark's own: " + OneLine.of(expression.toString()));
    }
  }

  private static boolean isSparks(Class<?> type) {
    return type.getName().startsWith("org.apache.spark.sql.")
        || type.getName().startsWith("org.apache.spark.unsafe.");
  }

  private AsOfException refusedFunction(String name) {
    if (use.refuses(name.toLowerCase(Locale.ROOT))) {
      return refused(
          "it calls " + OneLine.of(name) + ", and a rule must find the same whenever it runs");
    }
    return refused(
        "it calls "
            + OneLine.of(name)
            + ", which is none of the functions that only compute from their arguments");
  }

  private AsOfException notOfLake(String name) {
    return refused("it reads " + OneLine.of(name) + ", which is no table of the lake");
  }

  private static AsOfException refused(String reason) {
    return new AsOfException(ErrorCode.SQL_INVALID, "Cannot run this statement: " + reason);
  }

  private static List<String> names(Seq<String> parts) {
    return List.copyOf(CollectionConverters.asJava(parts));
  }

  private static String display(Seq<String> parts) {
    return OneLine.of(String.join(".", names(parts)));
  }
}
