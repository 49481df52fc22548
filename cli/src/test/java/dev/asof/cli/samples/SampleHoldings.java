package dev.asof.cli.samples;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A fund's holdings in the shape of a holdings API. Which instruments, and when the file became
 * known, is published; how many shares and what they were worth is not, and comes from the seed.
 */
enum SampleHoldings {
  /** Period end 2022-03-31. */
  MARCH("2022-03-31", "2022-05-27 13:54:03", 1),
  /** Period end 2022-09-30. */
  SEPTEMBER("2022-09-30", "2022-11-28 15:50:55", 2);

  /** No filer has it. */
  private static final String CIK = "0000000000";

  private static final List<Instrument> ONLY_MARCH =
      List.of(
          new Instrument("PENN", "PENN Entertainment Inc", "US7075691094"),
          new Instrument("UA", "Under Armour Inc Class C", "US9043112062"),
          new Instrument("UAA", "Under Armour Inc Class A", "US9043111072"),
          new Instrument("LTP", "People's United Financial Inc", "US7127041058"),
          new Instrument("DISCA", "Discovery Inc Series A", "US25470F1049"),
          new Instrument("CERN", "Cerner Corp", "US1567821046"),
          new Instrument("IPGP", "IPG Photonics Corp", "US44980X1090"),
          new Instrument("", "Discovery Inc Series C", "US25470F3029"),
          new Instrument("J", "Jacobs Engineering Group Inc", "US4698141078"),
          new Instrument("PVH", "PVH Corp", "US6936561009"));

  private static final List<Instrument> ONLY_SEPTEMBER =
      List.of(
          new Instrument("CPT", "Camden Property Trust", "US1331311027"),
          new Instrument("CSGP", "CoStar Group Inc", "US22160N1090"),
          new Instrument("EMBC", "Embecta Corp", "US29082K1051"),
          new Instrument("INVH", "Invitation Homes Inc", "US46187W1071"),
          new Instrument("J", "Jacobs Solutions Inc", "US46982L1089"),
          new Instrument("KDP", "Keurig Dr Pepper Inc", "US49271V1008"),
          new Instrument("ON", "ON Semiconductor Corp", "US6821891057"),
          new Instrument("VICI", "VICI Properties Inc", "US9256521090"),
          new Instrument("WBD", "Warner Bros. Discovery Inc", "US9344231041"));

  private static final List<Instrument> BOTH =
      List.of(
          new Instrument("HON", "Honeywell International Inc", "US4385161066"),
          new Instrument("DFS", "Discover Financial Services", "US2547091080"),
          new Instrument("FMC", "FMC Corp", "US3024913036"),
          new Instrument("NDSN", "Nordson Corp", "US6556631025"),
          new Instrument("CRL", "Charles River Laboratories International Inc", "US1598641074"),
          new Instrument("EPAM", "EPAM Systems Inc", "US29414B1044"),
          new Instrument("CSCO", "Cisco Systems Inc", "US17275R1023"),
          new Instrument("ALB", "Albemarle Corp", "US0126531013"),
          new Instrument("AIZ", "Assurant Inc", "US04621X1081"),
          new Instrument("CRM", "Salesforce Inc", "US79466L3024"),
          new Instrument("INTU", "Intuit Inc", "US4612021034"),
          new Instrument("DOW", "Dow Inc", "US2605571031"),
          new Instrument("LHX", "L3Harris Technologies Inc", "US5024311095"),
          new Instrument("BLK", "BlackRock Inc", "US09247X1019"),
          new Instrument("ZBRA", "Zebra Technologies Corp", "US9892071054"),
          new Instrument("UPS", "United Parcel Service Inc", "US9113121068"),
          new Instrument("DG", "Dollar General Corp", "US2566771059"),
          new Instrument("DISH", "DISH Network Corp", "US25470M1099"));

  private final String period;
  private final String accepted;
  private final int stream;

  SampleHoldings(String period, String accepted, int stream) {
    this.period = period;
    this.accepted = accepted;
    this.stream = stream;
  }

  private record Instrument(String symbol, String name, String isin) {
    /** A US ISIN is the country, the CUSIP and a check digit. */
    String cusip() {
      return isin.substring(2, 11);
    }
  }

  private record Position(Instrument instrument, long shares, BigDecimal valueUsd) {
    /**
     * An instrument has a price from 20 to 420 USD and from 10,000 to 1,010,000 shares of its own;
     * a file moves the price by up to 20 % and the shares by up to 3 % from there.
     */
    static Position random(Instrument instrument, Random file) {
      Random own = new Random(SampleFiles.SEED ^ instrument.isin().hashCode());
      double price = (2_000 + own.nextInt(40_001)) * (0.8 + 0.4 * file.nextDouble());
      double shares = (10_000 + own.nextInt(1_000_001)) * (0.97 + 0.06 * file.nextDouble());
      BigDecimal priceUsd = BigDecimal.valueOf(Math.round(price), 2);
      long whole = Math.round(shares);
      return new Position(instrument, whole, priceUsd.multiply(BigDecimal.valueOf(whole)));
    }
  }

  private List<Position> positions() {
    Random file = new Random(SampleFiles.SEED + stream);
    return Stream.concat((this == MARCH ? ONLY_MARCH : ONLY_SEPTEMBER).stream(), BOTH.stream())
        .map(instrument -> Position.random(instrument, file))
        .sorted(Comparator.comparing(Position::valueUsd).reversed())
        .toList();
  }

  /** The file's text, largest position first. */
  String json() {
    List<Position> positions = positions();
    List<BigDecimal> percent = percent(positions);
    List<String> objects = new ArrayList<>();
    for (int n = 0; n < positions.size(); n++) {
      objects.add(json(positions.get(n), percent.get(n)));
    }
    return "[\n" + String.join(",\n", objects) + "\n]\n";
  }

  /** Percent of the whole with ten decimals; what rounding leaves goes to the largest position. */
  private static List<BigDecimal> percent(List<Position> positions) {
    BigDecimal total =
        positions.stream().map(Position::valueUsd).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal rest = BigDecimal.valueOf(100);
    List<BigDecimal> percent = new ArrayList<>();
    for (Position position : positions) {
      BigDecimal part =
          position.valueUsd().scaleByPowerOfTen(2).divide(total, 10, RoundingMode.HALF_EVEN);
      percent.add(part);
      rest = rest.subtract(part);
    }
    percent.set(0, percent.get(0).add(rest));
    return percent;
  }

  private String json(Position position, BigDecimal percent) {
    Instrument instrument = position.instrument();
    return String.join(
        "\n",
        " {",
        "  \"cik\": \"" + CIK + "\",",
        "  \"acceptanceTime\": \"" + accepted + "\",",
        "  \"date\": \"" + period + "\",",
        "  \"symbol\": \"" + instrument.symbol() + "\",",
        "  \"name\": \"" + instrument.name() + "\",",
        "  \"cusip\": \"" + instrument.cusip() + "\",",
        "  \"isin\": \"" + instrument.isin() + "\",",
        "  \"balance\": " + position.shares() + ",",
        "  \"valUsd\": " + position.valueUsd().toPlainString() + ",",
        "  \"pctVal\": " + percent.toPlainString(),
        " }");
  }
}
