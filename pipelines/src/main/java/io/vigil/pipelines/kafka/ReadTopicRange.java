package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Progress;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.kafka.TopicRange.Chunk;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.schemas.protect.CardProtection.Protector;
import io.vigil.transforms.coders.ParsedCoder;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a part of a topic and parses its records.
 *
 * <p>Out: what became of each record, with its topic, partition and offset, bounded, in the global
 * window, without a time. Records of transactions that were aborted are not there. A time that
 * cannot be, beyond that of the record's arrival, is judged as {@link ReadKafka} does where the
 * broker stamps its records; otherwise by the clock of the reader.
 *
 * <p>Several chunks of a partition are read at once, each by a consumer that belongs to no group
 * and commits nothing. If retention removes records before they are read, or no broker answers for
 * a minute, the run fails with a {@link Refusal}.
 */
public final class ReadTopicRange extends PTransform<PBegin, PCollection<Parsed>> {

  private static final long serialVersionUID = 1;
  private static final long OFFSETS_IN_A_CHUNK = 250_000;

  private final KafkaSettings settings;
  private final TopicRange range;
  private final KafkaValues values;
  private final Duration maxClockSkew;
  private final CardProtection protection;

  private ReadTopicRange(
      KafkaSettings settings,
      TopicRange range,
      KafkaValues values,
      Duration maxClockSkew,
      CardProtection protection) {
    this.settings = settings;
    this.range = range;
    this.values = values;
    this.maxClockSkew = maxClockSkew;
    this.protection = protection;
  }

  /** Reads all records of the range. */
  public static ReadTopicRange of(KafkaSettings settings, TopicRange range, KafkaValues values) {
    return new ReadTopicRange(
        settings, range, values, WatermarkRules.defaults().maxClockSkew(), CardProtection.NONE);
  }

  /** Protects records as soon as they are parsed; a mapping that wants pseudonyms needs it. */
  public ReadTopicRange protecting(CardProtection newProtection) {
    return new ReadTopicRange(settings, range, values, maxClockSkew, newProtection);
  }

  @Override
  public PCollection<Parsed> expand(PBegin begin) {
    protection.checkFor(values.mapping());
    List<Chunk> chunks = range.chunks(OFFSETS_IN_A_CHUNK);
    return begin
        .apply("Chunks", Create.of(chunks).withCoder(SerializableCoder.of(Chunk.class)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply(
            "Records",
            ParDo.of(new ReadFn(settings, values, new ClockSkew(maxClockSkew), protection)))
        .setCoder(ParsedCoder.of());
  }

  private static final class ReadFn extends DoFn<Chunk, Parsed> {
    private static final long serialVersionUID = 1;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final KafkaSettings settings;
    private final KafkaValues values;
    private final ClockSkew skew;
    private final CardProtection protection;
    private transient TopicParser parser;
    private transient Protector protector;

    ReadFn(KafkaSettings settings, KafkaValues values, ClockSkew skew, CardProtection protection) {
      this.settings = settings;
      this.values = values;
      this.skew = skew;
      this.protection = protection;
    }

    @Setup
    public void setUp() {
      parser = new TopicParser(values, skew);
      protector = protection.protector();
    }

    @ProcessElement
    public void process(@Element Chunk chunk, OutputReceiver<Parsed> out) {
      try (var consumer = KafkaClients.consumer(settings, TopicRange.PATIENCE)) {
        read(consumer, chunk, out);
      } catch (OffsetOutOfRangeException e) {
        throw new Refusal(chunk + ": retention has removed some of them", e);
      } catch (KafkaException e) {
        throw KafkaProblem.refusal("read " + chunk, settings, e);
      }
    }

    private void read(Consumer<byte[], byte[]> consumer, Chunk chunk, OutputReceiver<Parsed> out) {
      var partition = new TopicPartition(chunk.topic(), chunk.partition());
      consumer.assign(List.of(partition));
      consumer.seek(partition, chunk.from());
      long lastMove = System.nanoTime();
      long position = chunk.from();
      while (position < chunk.to()) {
        long records = 0;
        long size = 0;
        for (var record : consumer.poll(POLL).records(partition)) {
          if (record.offset() < chunk.to()) {
            out.output(protector.protect(parser.parse(record)));
            records++;
            size += Math.max(0, record.serializedValueSize());
          }
        }
        Progress.add(records, size);
        // Offsets without records, as those of transaction markers, are passed too.
        long now = consumer.position(partition);
        if (now > position) {
          lastMove = System.nanoTime();
        } else if (System.nanoTime() - lastMove > LONGEST_SILENCE.toNanos()) {
          throw new Refusal(
              "cannot read %s, Kafka at %s: nothing came for %d s"
                  .formatted(chunk, settings.bootstrapServers(), LONGEST_SILENCE.toSeconds()));
        }
        position = now;
      }
    }
  }
}
