package io.vigil.pipelines.webhook;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike.State;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TellIncidentsTest {

  @TempDir private Path folder;

  @Test
  void shouldCallOnceForEachChangeOfStateInOrderThoughTheReceiverWasDown() throws IOException {
    try (var receiver = new Receiver(3)) {
      var pipeline = Pipeline.create();
      pipeline
          .apply(
              TestStream.create(RecordCoder.of(RecordTypes.INCIDENT))
                  .addElements(incident("a", State.PROVISIONAL, 1, false))
                  .addElements(incident("a", State.PROVISIONAL, 2, false))
                  .addElements(incident("b", State.PROVISIONAL, 1, false))
                  // The second and the third try, after one and two seconds, are not taken either.
                  .advanceProcessingTime(Duration.standardSeconds(2))
                  .addElements(incident("b", State.RETRACTED, 1, false))
                  .advanceProcessingTime(Duration.standardSeconds(3))
                  .advanceProcessingTime(Duration.standardSeconds(5))
                  .addElements(incident("a", State.CONFIRMED, 3, false))
                  .addElements(incident("a", State.CONFIRMED, 4, true))
                  .addElements(incident("c", State.RETRACTED, 1, true))
                  .advanceWatermarkToInfinity())
          .apply(new TellIncidents(receiver.webhook(folder)));
      pipeline.run().waitUntilFinish();

      assertThat(
          receiver.idempotencyKeys(),
          contains("a/PROVISIONAL", "b/PROVISIONAL", "b/RETRACTED", "a/CONFIRMED"));
    }
  }

  @Test
  void shouldSignWhatItSends() throws Exception {
    try (var receiver = new Receiver(0)) {
      var incident = incident("a", State.PROVISIONAL, 1, false);
      receiver.webhook(folder).tell(incident, Webhook.client());

      var call = receiver.taken().get(0);
      var seconds = call.signature().replaceFirst("t=(\\d+),v1=[0-9a-f]{64}", "$1");
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Receiver.KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      var signed = mac.doFinal((seconds + "." + call.body()).getBytes(StandardCharsets.UTF_8));
      assertThat(call.signature(), is("t=" + seconds + ",v1=" + HexFormat.of().formatHex(signed)));
      assertThat(
          call.body(),
          allOf(
              startsWith("{\"incident_id\":\"a\",\"dimension\":\"card\",\"key\":\"***\""),
              containsString("\"kind\":\"drained_card\",\"fraud\":true"),
              not(containsString("4000001234567899"))));
    }
  }

  @Test
  void shouldSayWhatABoundedRunCouldNotTell() throws IOException {
    try (var receiver = new Receiver(1)) {
      var incidents =
          new IncidentReport(
              List.of(
                  incident("a", State.CONFIRMED, 1, true),
                  incident("b", State.CONFIRMED, 1, true)));
      assertThat(incidents.tell(receiver.webhook(folder)) == null, is(true));
      assertThat(receiver.idempotencyKeys(), contains("a/CONFIRMED", "b/CONFIRMED"));
      assertThat(
          incidents.lines().get(0),
          is(
              "incident: 1970-01-01T00:00:05Z drained_card at card ***, 1970-01-01T00:00:00Z to"
                  + " 1970-01-01T00:00:10Z: 5 rule:velocity in 60 s where 0.1 were expected; 1"
                  + " cards, approved 4 (EUR 12.34), declined 0"));
    }
  }

  @Test
  void shouldNameNoMoreThanTheHost() throws IOException {
    try (var receiver = new Receiver(1)) {
      var webhook = receiver.webhook(folder);
      var refused =
          assertThrows(
              IOException.class,
              () -> webhook.tell(incident("a", State.CONFIRMED, 1, true), Webhook.client()));
      assertThat(refused.getMessage(), is("127.0.0.1 answered 503"));
      assertThat(webhook.toString(), is("Webhook[127.0.0.1]"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/x", "https:/x", "http://user:word@host/x", "host"})
  void shouldRefuseWhatCannotBeCalled(String url) throws IOException {
    try (var receiver = new Receiver(0)) {
      var key = receiver.webhook(folder).key();
      var refused =
          assertThrows(IllegalArgumentException.class, () -> new Webhook(URI.create(url), key));
      assertThat(refused.getMessage(), not(containsString("word")));
    }
  }

  private static Incident incident(String id, State state, long facts, boolean isFinal) {
    return new Incident(
        id,
        Dimension.CARD,
        "4000001234567899",
        0,
        10_000,
        1,
        5,
        5,
        0,
        Incident.Kind.DRAINED_CARD,
        true,
        5_000,
        9_000,
        "rule:velocity",
        60,
        5,
        0.1,
        1e-12,
        1,
        4,
        4,
        "EUR 12.34",
        0,
        "",
        "t1,t2",
        "velocity",
        "",
        "d",
        state,
        0,
        facts,
        isFinal);
  }
}
