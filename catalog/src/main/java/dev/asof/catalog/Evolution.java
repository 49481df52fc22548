package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.UnboundTerm;
import org.apache.iceberg.types.Types;

/**
 * Changes of a live table that leave what its tags read as it is: columns are only added, and
 * partitioning and the way of writing hold for what is written from then on.
 */
final class Evolution {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

  private Evolution() {}

  /**
   * Refuses a table from which a column was taken, and adds the columns that today's definition has
   * and the table, made by an older version, lacks.
   *
   * @throws AsOfException SCHEMA_CHANGED when a column was dropped, renamed, given another type or
   *     made required
   */
  static Table upToDate(TableDefinition definition, Table table) {
    checkAddOnly(definition, table);
    List<Column> lacking =
        definition.columns().stream()
            .filter(column -> table.schema().findField(column.name()) == null)
            .toList();
    if (!lacking.isEmpty()) {
      UpdateSchema update = table.updateSchema();
      lacking.forEach(
          column -> update.addColumn(column.name(), column.kind().icebergType(), column.doc()));
      update.commit();
    }
    return table;
  }

  private static void checkAddOnly(TableDefinition definition, Table table) {
    for (Schema earlier : table.schemas().values()) {
      for (Types.NestedField before : earlier.columns()) {
        Types.NestedField now = table.schema().findField(before.fieldId());
        if (now == null) {
          throw changed(definition, before.name(), "was dropped");
        }
        if (!now.name().equals(before.name())) {
          throw changed(definition, before.name(), "was renamed to " + now.name());
        }
        if (!now.type().equals(before.type())) {
          throw changed(
              definition, before.name(), "was " + before.type() + " and is " + now.type() + " now");
        }
        if (now.isRequired() && before.isOptional()) {
          throw changed(definition, before.name(), "was made required");
        }
      }
    }
    for (Column column : definition.columns()) {
      Types.NestedField field = table.schema().findField(column.name());
      if (field != null && !field.type().equals(column.kind().icebergType())) {
        throw changed(
            definition,
            column.name(),
            "is " + field.type() + ", expected " + column.kind().icebergType());
      }
    }
  }

  private static AsOfException changed(TableDefinition definition, String column, String how) {
    return new AsOfException(
        ErrorCode.SCHEMA_CHANGED,
        "Cannot write to "
            + definition.tableName()
            + ": its column "
            + column
            + " "
            + how
            + " by another tool; columns of a tagged table may only be added");
  }

  static void writeBy(Table table, WriteMode mode) {
    UpdateProperties update = table.updateProperties();
    mode.properties().forEach(update::set);
    update.commit();
  }

  /**
   * Adds a column.
   *
   * @return whether it was added; false when the table has the same already
   */
  static boolean add(
      TableDefinition definition, Table table, Column column, Optional<String> defaultText) {
    String action = "Cannot add column " + column.name() + " to " + definition.tableName() + ": ";
    if (!NAME.matcher(column.name()).matches()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          action + "expected a name of letters, digits and _, at most 64, letter first");
    }
    defaultText.ifPresent(
        text -> {
          try {
            column.kind().parse(text);
          } catch (IllegalArgumentException bad) {
            throw new AsOfException(
                ErrorCode.USAGE,
                action + "the default '" + text + "' is no " + column.sqlType(),
                bad);
          }
        });
    Types.NestedField there = table.schema().caseInsensitiveFindField(column.name());
    String property = AddedColumns.DEFAULT_PREFIX + column.name();
    if (there != null) {
      boolean same =
          AddedColumns.all(definition, table).contains(column)
              && defaultText.equals(Optional.ofNullable(table.properties().get(property)));
      if (same) {
        return false;
      }
      throw new AsOfException(
          ErrorCode.USAGE,
          action
              + "it has "
              + there.name()
              + " already, as "
              + there.type()
              + "; choose another name, a column never changes");
    }
    Transaction change = table.newTransaction();
    change
        .updateSchema()
        .addColumn(column.name(), column.kind().icebergType(), column.doc())
        .commit();
    defaultText.ifPresent(text -> change.updateProperties().set(property, text).commit());
    change.commitTransaction();
    return true;
  }

  /**
   * Partitions what is written from now on.
   *
   * @return whether anything changed
   */
  static boolean partitionBy(Table table, String text) {
    List<UnboundTerm<?>> terms = Partitioning.parse(table.schema(), text);
    String before = Partitioning.text(table.schema(), table.spec());
    Transaction change = table.newTransaction();
    UpdatePartitionSpec update = change.updateSpec();
    try {
      for (PartitionField field : table.spec().fields()) {
        if (!field.transform().isVoid()) {
          update.removeField(field.name());
        }
      }
      terms.forEach(update::addField);
      if (Partitioning.text(table.schema(), update.apply()).equals(before)) {
        return false;
      }
      update.commit();
    } catch (ValidationException | IllegalArgumentException refused) {
      throw Partitioning.invalid(text, Failures.oneLine(refused.getMessage()));
    }
    change.commitTransaction();
    return true;
  }

  /** Turns a lost race into one line. */
  static AsOfException conflict(TableDefinition definition, CommitFailedException raced) {
    return new AsOfException(
        ErrorCode.PUBLISH_CONFLICT,
        "Cannot alter " + definition.tableName() + ": other writers changed it; try again",
        raced);
  }
}
