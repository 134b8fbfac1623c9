package io.vigil.pipelines.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What people call the columns that hold a field, the surest names first. */
final class Names {

  private static final Map<String, List<String>> OF_FIELDS =
      Map.ofEntries(
          Map.entry(
              "transaction_id",
              List.of(
                  "transaction id",
                  "trans id",
                  "txn id",
                  "transaction number",
                  "trans num",
                  "transaction reference",
                  "payment id",
                  "charge id",
                  "payment reference",
                  "psp reference",
                  "reference",
                  "rrn",
                  "belegnummer",
                  "beleg",
                  "uuid",
                  "id",
                  "order id",
                  "ref")),
          Map.entry(
              "event_time",
              List.of(
                  "event time",
                  "transaction time",
                  "transaction date time",
                  "trans date trans time",
                  "transaction date",
                  "trans date",
                  "timestamp",
                  "date time",
                  "created at",
                  "created utc",
                  "created",
                  "authorised at",
                  "paid at",
                  "when",
                  "invoice date",
                  "booking date",
                  "posted date",
                  "posting date",
                  "belegdatum",
                  "buchungstag",
                  "datum",
                  "date",
                  "time",
                  "unix time")),
          Map.entry(
              "card_id",
              List.of(
                  "card id",
                  "card token",
                  "card number",
                  "cc num",
                  "pan",
                  "card fingerprint",
                  "pan token",
                  "pan suffix",
                  "kartennummer",
                  "karte",
                  "card",
                  "account id",
                  "account number",
                  "account",
                  "iban",
                  "konto",
                  "client num",
                  "name orig",
                  "customer id",
                  "client id",
                  "user id",
                  "customer",
                  "user",
                  "client")),
          Map.entry(
              "merchant_id",
              List.of(
                  "merchant id",
                  "merchant",
                  "merchant name",
                  "merchant account",
                  "shop id",
                  "shop",
                  "store id",
                  "store",
                  "seller",
                  "payee",
                  "vendor",
                  "terminal id",
                  "acceptor id",
                  "haendler",
                  "location",
                  "name dest",
                  "counterparty",
                  "beneficiary",
                  "beschreibung",
                  "empfaenger",
                  "description")),
          Map.entry(
              "amount",
              List.of(
                  "amount",
                  "transaction amount",
                  "amt",
                  "gross amount",
                  "gross",
                  "amount minor",
                  "minor",
                  "minor units",
                  "cents",
                  "gross sales",
                  "umsatz",
                  "total amount",
                  "total",
                  "value",
                  "betrag",
                  "montant",
                  "importe",
                  "sum",
                  "price")),
          Map.entry(
              "currency",
              List.of(
                  "currency",
                  "currency code",
                  "transaction currency",
                  "ccy",
                  "curr",
                  "cur",
                  "waehrung")),
          Map.entry(
              "country",
              List.of("country", "country code", "merchant country", "country name", "land")),
          Map.entry(
              "status",
              List.of(
                  "status",
                  "transaction status",
                  "state",
                  "outcome",
                  "result",
                  "response",
                  "type")),
          Map.entry(
              "category",
              List.of("category", "merchant category", "mcc", "mcc code", "category id")),
          Map.entry("risk_score", List.of("risk score", "fraud score", "risk", "score")),
          Map.entry("issuer", List.of("issuer", "bin", "iin", "card bin", "issuing bank", "bank")));

  private static final int WITHIN = 100;

  private Names() {}

  /** The columns that may hold the field, the likeliest first. */
  static List<String> candidates(String field, List<String> columns) {
    var names = OF_FIELDS.getOrDefault(field, List.of());
    return columns.stream()
        .filter(it -> rank(it, names) < Integer.MAX_VALUE)
        .sorted(Comparator.comparingInt(it -> rank(it, names)))
        .toList();
  }

  /** Whether words of the name say so. */
  static boolean has(String column, String word) {
    return (" " + words(column) + " ").contains(" " + word + " ");
  }

  /** A name that is one of the list comes before one that has one of them within. */
  private static int rank(String column, List<String> names) {
    var whole = words(column);
    var last = words(column.substring(column.lastIndexOf('.') + 1));
    int best = Integer.MAX_VALUE;
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      if (whole.equals(name) || last.equals(name)) {
        best = Math.min(best, i);
      } else if ((" " + whole + " ").contains(" " + name + " ")) {
        best = Math.min(best, WITHIN + i);
      }
    }
    return best;
  }

  /** {@code payment.cardToken_ID} as {@code payment card token id}. */
  static String words(String column) {
    var apart =
        column
            .replaceAll("([a-z])([A-Z])", "$1 $2")
            .replaceAll("([A-Z]+)([A-Z][a-z])", "$1 $2")
            .toLowerCase(Locale.ROOT)
            .replace("ä", "ae")
            .replace("ö", "oe")
            .replace("ü", "ue");
    var words = new ArrayList<String>();
    for (var word : apart.split("[^a-z0-9]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return String.join(" ", words);
  }
}
