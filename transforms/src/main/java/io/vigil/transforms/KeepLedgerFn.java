package io.vigil.transforms;

import io.vigil.schemas.LedgerEntry;
import io.vigil.transforms.ledger.Block;
import io.vigil.transforms.ledger.Counts;
import io.vigil.transforms.ledger.Page;
import io.vigil.transforms.ledger.PageCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/** Carries the {@link Page} of a source, and writes it every second, or once at the end. */
final class KeepLedgerFn extends DoFn<KV<Block, KV<Block, Counts>>, LedgerEntry> {

  private static final long serialVersionUID = 1;
  private static final Duration PAUSE = Duration.standardSeconds(1);

  @StateId("page")
  private final StateSpec<ValueState<Page>> pageSpec = StateSpecs.value(PageCoder.of());

  @StateId("isSet")
  private final StateSpec<ValueState<Boolean>> isSetSpec = StateSpecs.value(BooleanCoder.of());

  @TimerId("soon")
  private final TimerSpec soonSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final long generation;
  private final boolean keepsWriting;

  KeepLedgerFn(long generation, boolean keepsWriting) {
    this.generation = generation;
    this.keepsWriting = keepsWriting;
  }

  @ProcessElement
  public void process(
      @Element KV<Block, KV<Block, Counts>> element,
      @StateId("page") ValueState<Page> page,
      @StateId("isSet") ValueState<Boolean> isSet,
      @TimerId("soon") Timer soon,
      @TimerId("end") Timer end) {
    var counts = element.getValue();
    page.write(read(page).plus(counts.getKey().start(), counts.getValue()));
    if (isSet.read() == null) {
      isSet.write(true);
      end.set(GlobalWindow.INSTANCE.maxTimestamp());
      if (keepsWriting) {
        soon.offset(PAUSE).setRelative();
      }
    }
  }

  @OnTimer("soon")
  public void writeSoon(
      @Key Block source,
      @StateId("page") ValueState<Page> page,
      @StateId("isSet") ValueState<Boolean> isSet,
      OutputReceiver<LedgerEntry> out) {
    isSet.clear();
    write(source, page, out);
  }

  @OnTimer("end")
  public void writeLast(
      @Key Block source,
      @StateId("page") ValueState<Page> page,
      @StateId("isSet") ValueState<Boolean> isSet,
      OutputReceiver<LedgerEntry> out) {
    write(source, page, out);
    page.clear();
    isSet.clear();
  }

  private void write(Block source, ValueState<Page> page, OutputReceiver<LedgerEntry> out) {
    var now = read(page);
    for (var entry : now.unwritten()) {
      out.output(entry.counts().entryFor(source.at(entry.blockStart()), generation));
    }
    page.write(now.written());
  }

  private static Page read(ValueState<Page> page) {
    var known = page.read();
    return known == null ? Page.EMPTY : known;
  }
}
