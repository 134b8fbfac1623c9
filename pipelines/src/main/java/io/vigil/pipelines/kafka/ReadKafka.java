package io.vigil.pipelines.kafka;

import io.vigil.schemas.Parsed;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.schemas.protect.CardProtection.Protector;
import io.vigil.transforms.coders.ParsedCoder;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic and parses its records, once, next to the source.
 *
 * <p>Out: what became of each record, with its topic, partition and offset; unbounded, in the
 * global window. Transactions are at their event time, failures at the watermark of their
 * partition. The watermark is as {@link WatermarkRules} say. A record without a value, or whose
 * time cannot be, is a failure as any other; no record makes the transform fail.
 *
 * <p>The partitions and their first offsets are those of {@link StartOffsets}. A consumer is put
 * there when its partitions are assigned, and KafkaIO then takes it from there; a job that is
 * restored from a checkpoint or savepoint goes on where that stood, whatever the start says. A job
 * that restarts without either begins at the start again. Partitions that the topic gets later are
 * not read: {@link PartitionWatch} tells of them. If an offset is no longer held by the topic the
 * job fails, with Kafka's words for it.
 *
 * <p>The offsets committed for the consumer group follow the completed checkpoints. They are there
 * to be watched, and for {@link StartFrom.Committed}; the job itself does not go by them.
 */
public final class ReadKafka extends PTransform<PBegin, PCollection<Parsed>> {

  private static final long serialVersionUID = 1;

  private final KafkaSettings settings;
  private final StartOffsets start;
  private final KafkaValues values;
  private final WatermarkRules rules;
  private final @Nullable String consumerGroup;
  private final CardProtection protection;

  private ReadKafka(
      KafkaSettings settings,
      StartOffsets start,
      KafkaValues values,
      WatermarkRules rules,
      @Nullable String consumerGroup,
      CardProtection protection) {
    this.settings = settings;
    this.start = start;
    this.values = values;
    this.rules = rules;
    this.consumerGroup = consumerGroup;
    this.protection = protection;
  }

  /** Reads the partitions of {@code start}, from the offsets that it says. */
  public static ReadKafka from(KafkaSettings settings, StartOffsets start, KafkaValues values) {
    return new ReadKafka(
        settings, start, values, WatermarkRules.defaults(), null, CardProtection.NONE);
  }

  /** Replaces {@link WatermarkRules#defaults()}. */
  public ReadKafka withWatermark(WatermarkRules newRules) {
    return new ReadKafka(settings, start, values, newRules, consumerGroup, protection);
  }

  /** Commits the offsets for this group with each checkpoint. By default nothing is committed. */
  public ReadKafka withConsumerGroup(String newConsumerGroup) {
    return new ReadKafka(settings, start, values, rules, newConsumerGroup, protection);
  }

  /** Protects records before they leave; a mapping that wants pseudonyms needs it. */
  public ReadKafka protecting(CardProtection newProtection) {
    return new ReadKafka(settings, start, values, rules, consumerGroup, newProtection);
  }

  @Override
  public PCollection<Parsed> expand(PBegin begin) {
    protection.checkFor(values.mapping());
    // The classic Flink runner is fast with the legacy source alone. So there must be nothing here
    // that makes a splittable DoFn of it: no stop time, no bad record handler, no dynamic topics.
    KafkaIO.Read<byte @Nullable [], Arrival> records =
        KafkaIO.<byte @Nullable [], Arrival>read()
            .withBootstrapServers(settings.bootstrapServers())
            .withTopicPartitions(start.partitions())
            .withKeyDeserializer(new Deserializers.OfKeys(values.needMetadata()))
            .withValueDeserializer(new Deserializers.OfValues())
            .withConsumerFactoryFn(new ConsumerFactory(settings, start))
            .withTimestampPolicyFactory(new EventTimePolicy.Factory(values, rules));
    if (consumerGroup != null) {
      records =
          records
              .withConsumerConfigUpdates(Map.of(ConsumerConfig.GROUP_ID_CONFIG, consumerGroup))
              .commitOffsetsInFinalize();
    }
    return begin
        .apply("Records", records)
        // Named as when it put in places: the names of steps are kept.
        .apply("Places", ParDo.of(new ProtectFn(protection)))
        .setCoder(ParsedCoder.of());
  }

  /**
   * Protects records. It does so here, in the step that is chained to the source, because Flink
   * writes the source itself into every checkpoint, and with it would go the key.
   */
  private static final class ProtectFn
      extends DoFn<KafkaRecord<byte @Nullable [], Arrival>, Parsed> {
    private static final long serialVersionUID = 1;

    private final CardProtection protection;
    private transient Protector protector;

    ProtectFn(CardProtection protection) {
      this.protection = protection;
    }

    @Setup
    public void setup() {
      protector = protection.protector();
    }

    @ProcessElement
    public void process(
        @Element KafkaRecord<byte @Nullable [], Arrival> record, OutputReceiver<Parsed> out) {
      out.output(protector.protect(record.getKV().getValue().parsed()));
    }
  }
}
