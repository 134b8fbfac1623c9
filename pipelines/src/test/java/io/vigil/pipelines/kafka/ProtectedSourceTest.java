package io.vigil.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.protect.CardKey;
import io.vigil.schemas.protect.CardProtection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.jupiter.api.Test;

/**
 * Where the key of the pseudonyms is in a job over a topic. Flink writes the source, serialized,
 * into every checkpoint; the steps behind it are in the job alone.
 */
class ProtectedSourceTest {

  private static final String KEY = "correct-horse-battery-staple-0123456789";
  private static final KafkaSettings KAFKA = KafkaSettings.of("localhost:9092", List.of(), null);
  private static final StartOffsets START = new StartOffsets("cards", new TreeMap<>(Map.of(0, 0L)));

  private final CardProtection protection =
      new CardProtection(CardKey.of(KEY.getBytes(StandardCharsets.UTF_8)), null);

  @Test
  void shouldKeepTheKeyOutOfTheSourceAndItsCheckpoints() {
    var pipeline = Pipeline.create();
    pipeline.apply(
        "Read", ReadKafka.from(KAFKA, START, KafkaValues.json(mapping())).protecting(protection));
    var sources = new ArrayList<String>();
    var steps = new ArrayList<String>();
    var shown = new StringBuilder(pipeline.getOptions().toString());
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof KafkaIO.Read<?, ?> source) {
              sources.add(serialized(source));
            }
            visit(node);
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            visit(node);
          }

          private void visit(TransformHierarchy.Node node) {
            PTransform<?, ?> transform = node.getTransform();
            if (transform != null) {
              shown.append(transform).append(DisplayData.from(transform));
            }
            if (transform instanceof ParDo.MultiOutput<?, ?> step
                && serialized(step.getFn()).contains(KEY)) {
              steps.add(node.getFullName());
            }
          }
        });

    assertThat(sources, hasSize(1));
    assertThat("the mapping is there", sources.get(0), containsString("shop.yaml"));
    assertThat(sources.get(0), not(containsString(KEY)));
    assertThat(steps.toString(), containsString("Read/Places"));
    assertThat(steps, hasSize(1));
    assertThat(shown.toString(), not(containsString("battery")));
  }

  @Test
  void shouldNotReadWithoutTheKeyThatTheMappingWants() {
    var read = ReadKafka.from(KAFKA, START, KafkaValues.json(mapping()));
    var pipeline = Pipeline.create();
    var refusal = assertThrows(IllegalArgumentException.class, () -> pipeline.apply(read));
    assertThat(
        refusal.getMessage(), is("Mapping[shop.yaml] wants pseudonyms, and there is no key"));
  }

  /** Not by Beam, which compresses what it serializes. */
  private static String serialized(Serializable it) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(it);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static Mapping mapping() {
    return Mapping.parse(
        "shop.yaml",
        """
        version: 1
        fields:
          transaction_id: {column: t}
          event_time: {column: at}
          card_id: {column: pan, pseudonym: env:CARD_KEY}
          merchant_id: {column: m}
          amount: {column: a}
          currency: {constant: GBP}
        """);
  }
}
