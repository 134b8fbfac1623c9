package io.vigil.pipelines.draft;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.VigilRun;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a draft guesses from a sample, and what it asks. */
class DraftTest {

  @TempDir private Path folder;

  @Test
  void shouldDraftWhatNeedsNoQuestion() throws IOException {
    var run =
        draft(
            "a.csv",
            """
            Txn-ID;Created (UTC);Card Token;Merchant Name;Amount;Currency;Status
            1;2026-03-02 09:15:00;c-1;Café;1.234,50;EUR;approved
            2;2026-03-02 09:15:01;c-2;Café;7,25;EUR;Refused
            3;2026-03-02 09:15:02;c-1;"A;B";12;GBP;approved
            """);

    assertThat(
        run.out(),
        is(
            List.of(
                "version: 1",
                "csv:",
                "  delimiter: \";\"",
                "fields:",
                "  transaction_id: {column: \"Txn-ID\"}",
                "  event_time: {column: \"Created (UTC)\", zone: UTC}",
                "  card_id: {column: \"Card Token\"}",
                "  merchant_id: {column: \"Merchant Name\"}",
                "  amount: {column: Amount, number: {decimal: \",\", grouping: \".\"}}",
                "  currency: {column: Currency}",
                "  status: {column: Status, values: {approved: APPROVED, Refused: DECLINED}}",
                "",
                "event_time             amount       card  merchant  country    status",
                "2026-03-02T09:15:00Z  1234.50  EUR   ***      Café        -  APPROVED",
                "2026-03-02T09:15:01Z     7.25  EUR   ***      Café        -  DECLINED",
                "2026-03-02T09:15:02Z    12.00  GBP   ***       A;B        -  APPROVED",
                "records=3 transactions=3 set_aside=0 questions=0")));
    assertThat(run.exitCode(), is(0));
  }

  /** Each with a second record, so that a header is told from a record. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2026-03-02T10:00:00Z | {column: when} | 2026-03-02T10:00:00Z",
        "1772445600 | {column: when, format: epoch_seconds} | 2026-03-02T10:00:00Z",
        "1772445600000 | {column: when, format: epoch_millis} | 2026-03-02T10:00:00Z",
        "1772445600000000 | {column: when, format: epoch_micros} | 2026-03-02T10:00:00Z",
        "2026-03-02 10:00:00 | {column: when, zone: UTC} | 2026-03-02T10:00:00Z",
        "23/12/2026 10:00 | {column: when, format: \"dd/MM/uuuu HH:mm\", zone: UTC} | 2026-12-23T10:00:00Z",
        "12/23/2026 10:00 | {column: when, format: \"MM/dd/uuuu HH:mm\", zone: UTC} | 2026-12-23T10:00:00Z",
        "23.12.2026 10:00:00 | {column: when, format: \"dd.MM.uuuu HH:mm:ss\", zone: UTC} | 2026-12-23T10:00:00Z",
        "23 Dec 2026 10:00 | {column: when, format: \"dd MMM uuuu HH:mm\", zone: UTC} | 2026-12-23T10:00:00Z",
        "2026-12-23 10:00:00 CET | {column: when, format: \"uuuu-MM-dd HH:mm:ss z\"} | 2026-12-23T09:00:00Z",
        "20261223 | {expression: 'COLUMN(\"when\") + \" 00:00\"', format: \"uuuuMMdd HH:mm\", zone: UTC} | 2026-12-23T00:00:00Z"
      })
  void shouldTellHowTimesAreWritten(String time, String line, String meant) throws IOException {
    var run =
        draft(
            "t.csv",
            "id,when,card,merchant,amount,currency\na,%1$s,c,m,1.00,EUR\nb,%1$s,c,m,2.00,EUR\n"
                .formatted(time.strip()));

    assertThat(run.out(), hasItem("  event_time: " + line.strip()));
    assertThat(run.out(), hasItem(startsWith(meant.strip() + "  ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "12.50 | {column: amount} | 12.50",
        "-12.5 | {column: amount} | -12.50",
        "1,234.50 | {column: amount, number: {decimal: \".\", grouping: \",\"}} | 1234.50",
        "1.234,50 | {column: amount, number: {decimal: \",\", grouping: \".\"}} | 1234.50",
        "1234,5 | {column: amount, number: {decimal: \",\"}} | 1234.50",
        "1'234.50 | {column: amount, number: {decimal: \".\", grouping: \"'\"}} | 1234.50",
        "(1,234.50) | {column: amount, number: {decimal: \".\", grouping: \",\", currency_sign: true, brackets: true, trailing_minus: true}} | -1234.50",
        "€ 12,50 | {column: amount, number: {decimal: \",\", currency_sign: true, brackets: true, trailing_minus: true}} | 12.50"
      })
  void shouldTellHowNumbersAreWritten(String number, String line, String meant) throws IOException {
    var run =
        draft(
            "n.csv",
            "id\twhen\tcard\tmerchant\tamount\tcurrency\na\t2026-03-02T10:00:00Z\tc\tm\t%1$s\tEUR\nb\t2026-03-02T10:00:00Z\tc\tm\t%1$s\tEUR\n"
                .formatted(number.strip()));

    assertThat(run.out(), hasItem("  amount: " + line.strip()));
    assertThat(
        run.out().stream().filter(it -> it.startsWith("2026-03-02T")).findFirst().orElse(""),
        containsString(" " + meant.strip() + "  EUR"));
  }

  @Test
  void shouldAskWhatNobodyCanKnow() throws IOException {
    var run =
        draft(
            "q.csv",
            """
            Datum,Zeit,Betrag,Empfaenger
            01/02/2026,10:15,-1.000,Haus
            01/03/2026,10:16,-2.000,Haus
            """);

    assertThat(
        run.out(),
        hasItem(
            "  event_time: {expression: 'COLUMN(\"Datum\") + \" \" + COLUMN(\"Zeit\")', format: \"MM/dd/uuuu HH:mm\", zone: UTC}"));
    assertThat(
        String.join("\n", run.out()),
        allOf(
            containsString("# ? in which zone is 'Datum'?"),
            containsString("# ? 'Datum' fits as well: dd/MM/uuuu\n"),
            containsString("# ? amounts such as 1.000 are taken for 1"),
            containsString("# ? most amounts are minus"),
            containsString("# ? whose card is it?"),
            containsString("# ? no column names each record alone"),
            containsString("# ? which currency is it?")));
    assertThat(run.result(), is("records=2 transactions=2 set_aside=0 questions=7"));
  }

  @Test
  void shouldTakeDebitForAPaymentAndCreditForMinus() throws IOException {
    var run =
        draft(
            "bank.csv",
            """
            id,date,card,shop,debit,credit,currency
            1,2026-03-02 10:00,c,m,12.50,,EUR
            2,2026-03-02 10:00,c,m,,3.00,EUR
            """);

    assertThat(
        run.out(), hasItem("  # ? a debit is a payment here, and a credit is minus: is it so?"));
    assertThat(run.out(), hasItem(startsWith("2026-03-02T10:00:00Z   12.50  EUR")));
    assertThat(run.out(), hasItem(startsWith("2026-03-02T10:00:00Z   -3.00  EUR")));
  }

  /** What stands in the data is data: it ends no comment, moves no cursor and shows no card. */
  @Test
  void shouldShowEvilValuesAsText() throws IOException {
    var run =
        draft(
            "evil.jsonl",
            """
            {"id":"1","ts":"2026-03-02T10:00:00Z","card":"c","shop":"4111 1111 1111 1111","amount":1,"currency":"EUR","status":"approved"}
            {"id":"2","ts":"2026-03-02T10:00:00Z","card":"c","shop":"m","amount":1,"currency":"EUR","status":"x\\n  card_id: {constant: y}"}
            {"id":"3","ts":"2026-03-02T10:00:00Z","card":"c","shop":"m","amount":1,"currency":"EUR","status":"4111111111111111"}
            """);

    var all = String.join("\n", run.out());
    assertThat(
        all, containsString("(DECLINED): x\\u000a  card_id: {constant: y}, ################?"));
    assertThat(run.out(), not(hasItem(startsWith("  card_id: {constant"))));
    assertThat(all, not(containsString("1111")));
    assertThat(run.result(), startsWith("records=3 transactions=3 set_aside=0"));
  }

  @Test
  void shouldTakeNamesAsTheyStand() throws IOException {
    var run =
        draft(
            "names.csv",
            "id,\"the \"\"date\"\" \\, \u2028 it's\",card: #1,shop,\"amount, \u2028in\",cur\n"
                + "1,2026-03-02,c,m,1.50,EUR\n2,2026-03-02,c,m,1.50,EUR\n");

    assertThat(run.out(), hasItem("  card_id: {column: \"card: #1\"}"));
    assertThat(run.out(), hasItem("  amount: {column: \"amount, \\u2028in\"}"));
    assertThat(
        run.out(),
        hasItem(
            startsWith(
                "  event_time: {expression: \"COLUMN(\\\"the \\\\\\\"date\\\\\\\" \\\\\\\\, \\u2028 it's\\\")")));
    assertThat(run.result(), startsWith("records=2 transactions=2 set_aside=0"));
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, ", "UTF-16, UTF-16", "UTF-16LE, UTF-16"})
  void shouldOverlookAByteOrderMark(String written, String told) throws IOException {
    var file = folder.resolve("marked.csv");
    var mark = written.equals("UTF-16") ? "" : "\ufeff";
    Files.writeString(
        file,
        mark + "id,when,card,shop,amount,cur\n1,2026-03-02T10:00:00Z,c,m,1.50,EUR\n",
        Charset.forName(written));

    var run = vigil("mapping", "--input=" + file);

    assertThat(run.out().contains("  encoding: " + told), is(told != null));
    assertThat(run.out(), hasItem("  transaction_id: {column: id}"));
    assertThat(run.result(), is("records=1 transactions=1 set_aside=0 questions=0"));
  }

  @Test
  void shouldFindItsWayIntoNestedJson() throws IOException {
    var run =
        draft(
            "hook.jsonl",
            """
            {"type":"charge","data":{"object":{"id":"ch_1","created":1772445600,"amount":250000,"currency":"usd","status":"succeeded","card":{"fingerprint":"f1"},"merchant":"acct_9"}}}
            {"type":"charge","data":{"object":{"id":"ch_2","created":1772445660,"amount":150000,"currency":"usd","status":"failed","card":{"fingerprint":"f2"},"merchant":"acct_9"}}}
            """);

    assertThat(
        run.out(), hasItem("  event_time: {column: data.object.created, format: epoch_seconds}"));
    assertThat(
        run.out(),
        hasItem(
            "  status: {column: data.object.status, values: {succeeded: APPROVED, failed: DECLINED}}"));
    assertThat(
        run.out(),
        hasItem(
            startsWith(
                "  # ? all amounts are whole numbers; if they are cents: {expression: 'DIVIDE(DECIMAL(COLUMN(")));
    assertThat(run.out(), hasItem("  card_id: {column: data.object.card.fingerprint}"));
    assertThat(run.result(), startsWith("records=2 transactions=2 set_aside=0"));
  }

  /** The third of January, February and March; or three days of March, which is likelier. */
  @Test
  void shouldTakeDaysToLieCloseTogetherAndASignForItsCurrency() throws IOException {
    var run =
        draft(
            "sales.csv",
            """
            Date,Time,Gross Sales,Card,Location,Transaction ID
            03/01/26,08:00:00,"$1,313.40",c1,Pier 3,T1
            03/02/26,09:07:13,"-$8.28",c2,Pier 3,T2
            03/03/26,10:14:26,$4.83,c1,Pier 4,T3
            """);

    assertThat(run.out(), hasItem(containsString("format: \"MM/dd/uu HH:mm:ss\", zone: UTC}")));
    assertThat(run.out(), hasItem("  # ? 'Date' fits as well: dd/MM/uu"));
    assertThat(run.out(), hasItem("  merchant_id: {column: Location}"));
    assertThat(run.out(), hasItem("  # ? which currency is it? USD is a guess"));
    assertThat(run.result(), is("records=3 transactions=3 set_aside=0 questions=3"));
  }

  @Test
  void shouldJoinDebitAndCreditHoweverTheirNumbersAreWritten() throws IOException {
    var run =
        draft(
            "konto.csv",
            """
            Buchungstag;Uhrzeit;Händler;Kartennummer;Soll EUR;Haben EUR;Beleg
            01.02.2026;08:00;Müller;c1;1.313,40;;B1
            02.02.2026;09:07;Größe;c2;;8,28;B2
            13.02.2026;10:14;Müller;c1;4,83;;B3
            """);

    assertThat(
        run.out(),
        hasItem(
            allOf(
                startsWith("  amount: {expression: 'IF("),
                containsString("{decimal: \",\", grouping: \".\"}"))));
    assertThat(
        run.out(), hasItem(containsString("COLUMN(\"Uhrzeit\")', format: \"dd.MM.uuuu HH:mm\"")));
    assertThat(run.out(), hasItem("  merchant_id: {column: \"Händler\"}"));
    assertThat(
        run.out(), hasItem(allOf(startsWith("2026-02-02T09:07:00Z"), containsString("-8.28"))));
    assertThat(run.result(), startsWith("records=3 transactions=3 set_aside=0"));
  }

  @Test
  void shouldReadWhatStandsBeforeTheHeaderAndIsNoUtf8() throws IOException {
    var file = folder.resolve("old.csv");
    Files.writeString(
        file,
        """
        "Export of";"2026"

        "Buchungstag";"Empfänger";"Betrag (GBP)";
        "03.02.2026";"Bäcker";"1,50";
        "13.02.2026";"Müller";"2,50";
        """,
        Charset.forName("windows-1252"));

    var run = vigil("mapping", "--input=" + file);

    assertThat(
        run.out().subList(0, 5),
        contains(
            "version: 1",
            "csv:",
            "  delimiter: \";\"",
            "  encoding: windows-1252",
            "  skip_lines: 2"));
    assertThat(run.out(), hasItem("  trailing_delimiter: true"));
    assertThat(run.out(), hasItem("  merchant_id: {column: \"Empfänger\"}"));
    assertThat(run.out(), hasItem("  currency: {constant: GBP}"));
    assertThat(run.result(), startsWith("records=2 transactions=2 set_aside=0"));
  }

  private VigilRun draft(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return vigil("mapping", "--input=" + file);
  }
}
