package io.vigil.pipelines.cli;

import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Hangs up on whoever calls the REST interface of the Flink inside this process. Flink cannot do
 * without it, but nobody needs it, and it would run the code of any other user of the machine.
 *
 * <p>Flink finds this class by its service loader.
 */
public final class ClosedRest implements InboundChannelHandlerFactory {

  /** Elsewhere than in this process REST is not Vigil's to close. */
  static final ConfigOption<Boolean> IS_CLOSED =
      ConfigOptions.key("vigil.rest.closed").booleanType().defaultValue(false);

  @Override
  public int priority() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Optional<ChannelHandler> createHandler(
      Configuration configuration, Map<String, String> responseHeaders) {
    return configuration.get(IS_CLOSED) ? Optional.of(new HangUp()) : Optional.empty();
  }

  private static final class HangUp extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.close();
    }
  }
}
