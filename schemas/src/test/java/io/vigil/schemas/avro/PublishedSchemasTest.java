package io.vigil.schemas.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedSchemasTest {

  private static final String ID = "{'name': 'id', 'type': 'string'}";
  private static final String SCORE =
      "{'name': 'score', 'type': ['null', 'double'], 'default': null}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transaction",
        "LateTransaction",
        "DeadLetter",
        "Total",
        "Spike",
        "Incident",
        "Conflict",
        "Flag",
        "LedgerEntry"
      })
  void theSchemaIsPublishedAndCompatibleWithAllItsVersions(String name) throws IOException {
    try (var in = RecordTypes.class.getResourceAsStream(name + ".avsc")) {
      var current = new Schema.Parser().parse(in);
      assertThat(PublishedSchemas.of(name).objectionTo(current), is(Optional.empty()));
    }
  }

  @Test
  void aFieldMayBeAddedWithADefaultOncePublished() {
    var published = published(record(ID), record(ID, SCORE));
    assertThat(published.objectionTo(record(ID, SCORE)), is(Optional.empty()));
  }

  @Test
  void aChangeMustBePublished() {
    assertThat(
        published(record(ID)).objectionTo(record(ID, SCORE)).orElseThrow(),
        allOf(containsString("Copy it to"), containsString("R-2.avsc")));
  }

  @Test
  void anotherExplanationMustBePublishedToo() {
    var explained = record("{'name': 'id', 'type': 'string', 'doc': 'Names it.'}");
    assertThat(
        published(record(ID)).objectionTo(explained).orElseThrow(), containsString("Copy it to"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Cannot read what was written before.
        "{'name': 'id', 'type': 'string'}, {'name': 'city', 'type': 'string'}",
        "{'name': 'id', 'type': 'int'}",
        // Cannot be read by those who still have the old schema.
        "{'name': 'id', 'type': ['null', 'string']}",
        "{'name': 'name', 'type': 'string', 'aliases': ['id']}",
        ""
      })
  void anIncompatibleEditIsCaughtAlthoughItWasPublished(String fields) {
    var edited = record(fields);
    assertThat(
        published(record(ID), edited).objectionTo(edited).orElseThrow(),
        allOf(containsString("not fully compatible"), containsString("R-1.avsc")));
  }

  private static PublishedSchemas published(Schema... versions) {
    return new PublishedSchemas("R", List.of(versions));
  }

  private static Schema record(String... fields) {
    var json = "{'type': 'record', 'name': 'R', 'fields': [" + String.join(", ", fields) + "]}";
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }
}
