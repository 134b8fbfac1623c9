package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Skipped;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.yaml.InvalidFileException;
import org.junit.jupiter.api.Test;

class ConditionTest {

  private static final String ONLY_PAYMENTS = "only_if: type == \"payment\"";

  @Test
  void skipsWhatIsNotMeantAndNothingElse() {
    assertThat(parse(ONLY_PAYMENTS, "{'type':'payment'}"), instanceOf(Transaction.class));
    assertThat(parse(ONLY_PAYMENTS, "{'type':'fee'}"), is(new Skipped(Mappings.HERE)));
    assertThat(parse(ONLY_PAYMENTS, "{'type':null}"), is(new Skipped(Mappings.HERE)));
    assertThat(parse(ONLY_PAYMENTS, "{}"), is(new Skipped(Mappings.HERE)));
  }

  @Test
  void doesNotLookAtTheFieldsOfARecordThatIsNotMeant() {
    var mapping = mapping(ONLY_PAYMENTS, "{column: amount}");
    assertThat(
        Mappings.parse(mapping, json("{'type':'fee','amount':'none'}")),
        is(new Skipped(Mappings.HERE)));
    assertThat(
        Mappings.bad(mapping, json("{'type':'payment','amount':'none'}")).reason(),
        is(Reason.NOT_A_NUMBER));
  }

  @Test
  void setsAsideWhatItCannotTell() {
    var mapping = mapping("only_if: 'DECIMAL(amount) > 0'", "{constant: 1}");
    var empty = Mappings.bad(mapping, json("{'amount':null}"));
    assertThat(empty.reason(), is(Reason.NOT_A_NUMBER));
    assertThat(empty.message(), is("only_if: column 'amount': is empty"));
    var column = mapping("only_if: flag", "{constant: 1}");
    assertThat(
        Mappings.bad(column, json("{'flag':'true'}")).message(),
        is("only_if: gives neither true nor false"));
    assertThat(Mappings.parse(column, json("{'flag':false}")), is(new Skipped(Mappings.HERE)));
    // What is damaged is told of, whatever it was meant to be.
    assertThat(Mappings.bad(column, json("{'flag':false")).reason(), is(Reason.TRUNCATED_JSON));
  }

  @Test
  void needsItsColumns() {
    var fields = new MappedFields(mapping(ONLY_PAYMENTS, "{constant: 1}"));
    assertThat(
        fields.problems(Encoding.CSV, "a,typ"),
        contains("only_if: there is no column 'type'; did you mean 'typ'?"));
  }

  @Test
  void isCheckedWithTheMapping() {
    assertThat(
        assertThrows(InvalidFileException.class, () -> mapping("only_if: 1 +", "{constant: 1}"))
            .getMessage()
            .startsWith("m.yaml:2: bad expression"),
        is(true));
  }

  private static Parsed parse(String condition, String record) {
    return Mappings.parse(mapping(condition, "{constant: 1}"), json(record));
  }

  private static RawRecord json(String record) {
    return Mappings.json(record.replace('\'', '"'));
  }

  private static Mapping mapping(String condition, String amount) {
    return Mapping.parse(
        "m.yaml",
        """
        version: 1
        %s
        fields:
          transaction_id: {constant: t1}
          event_time: {constant: '2011-10-17T13:45:56Z'}
          card_id: {constant: c1}
          merchant_id: {constant: m1}
          amount: %s
          currency: {constant: GBP}
        """
            .formatted(condition, amount));
  }
}
