package dev.asof.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableDefinitionTest {

  @Test
  void anUnknownNameListsTheTables() {
    assertThat(TableDefinition.parse("daily_bars")).isEqualTo(TableDefinition.DAILY_BARS);
    assertThatThrownBy(() -> TableDefinition.parse("bars"))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_MISSING))
        .hasMessage(
            "Invalid table 'bars': expected one of fund_holdings, index_changes, daily_bars,"
                + " instruments, corporate_actions, index_members, borrow_rates, top_of_book");
  }

  @ParameterizedTest
  @EnumSource
  void keysAreRequiredAndEveryColumnCarriesItsMeaning(TableDefinition table) {
    Schema schema = table.icebergSchema();

    assertThat(table.keys()).isNotEmpty();
    assertThat(schema.identifierFieldNames())
        .containsExactlyInAnyOrderElementsOf(
            table.keys().stream()
                .filter(key -> key.role() == Column.Role.KEY)
                .map(Column::name)
                .toList());
    assertThat(schema.columns()).allSatisfy(field -> assertThat(field.doc()).isNotBlank());
    assertThat(schema.findField("known_at").isRequired()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void namesDifferInMoreThanCase(TableDefinition table) {
    assertThat(table.columns())
        .extracting(column -> column.name().toLowerCase(Locale.ROOT))
        .doesNotHaveDuplicates();
  }

  @Test
  void layoutIsPrintedAsSparkWritesIt() {
    assertThat(TableDefinition.DAILY_BARS.partitioning()).isEqualTo("years(session)");
    assertThat(TableDefinition.DAILY_BARS.sortedBy()).containsExactly("symbol", "session");
    assertThat(TableDefinition.FUND_HOLDINGS.partitioning()).isEmpty();
  }

  @Test
  void numbersAreWrittenInPlainDigitsThatReadBackToTheSameDouble() {
    assertThat(text(31948.881789)).isEqualTo("31948.881789");
    assertThat(text(1e21)).isEqualTo("1000000000000000000000");
    assertThat(text(1e-7)).isEqualTo("0.0000001");
    assertThat(text(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(text(-0.0)).isEqualTo("0");
    assertThat(text(100.0)).isEqualTo("100");
    assertThat(text(null)).isEmpty();
  }

  private static String text(Double open) {
    List<Object> values =
        new ArrayList<>(Arrays.asList(new Object[TableDefinition.DAILY_BARS.columns().size()]));
    values.set(2, open);
    return new Row(TableDefinition.DAILY_BARS.columns(), values)
        .text(TableDefinition.DAILY_BARS.column("OPEN").orElseThrow());
  }
}
