package io.vigil.pipelines.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.vigil.schemas.VisibleText;

/**
 * Makes what others log safe for a terminal: {@code %visible(%msg){line}} in the pattern of a log;
 * what has several lines keeps them with {@code %visible(%ex){lines}}.
 */
public final class VisibleConverter extends CompositeConverter<ILoggingEvent> {

  @Override
  protected String transform(ILoggingEvent event, String text) {
    return "lines".equals(getFirstOption()) ? VisibleText.lines(text) : VisibleText.line(text);
  }
}
