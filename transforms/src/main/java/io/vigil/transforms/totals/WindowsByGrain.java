package io.vigil.transforms.totals;

import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.NonMergingWindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/**
 * Fixed windows aligned to UTC, of a minute, an hour or a day as the key of a tally says. So all
 * grains share one shuffle.
 */
public final class WindowsByGrain extends NonMergingWindowFn<KV<TotalKey, Tally>, IntervalWindow> {

  private static final long serialVersionUID = 1;

  @Override
  public Collection<IntervalWindow> assignWindows(AssignContext context) {
    var length = Duration.millis(context.element().getKey().grain().length().toMillis());
    return List.of(FixedWindows.of(length).assignWindow(context.timestamp()));
  }

  @Override
  @Deprecated
  public boolean isCompatible(WindowFn<?, ?> other) {
    return other instanceof WindowsByGrain;
  }

  @Override
  public Coder<IntervalWindow> windowCoder() {
    return IntervalWindow.getCoder();
  }

  @Override
  public WindowMappingFn<IntervalWindow> getDefaultWindowMappingFn() {
    return new WindowMappingFn<>() {
      private static final long serialVersionUID = 1;

      @Override
      public IntervalWindow getSideInputWindow(BoundedWindow mainWindow) {
        throw new UnsupportedOperationException("totals are no side input");
      }
    };
  }
}
