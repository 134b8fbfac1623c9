package io.vigil.pipelines.webhook;

import io.vigil.pipelines.cli.Password;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say who is told of incidents, for commands to mix in. */
public final class WebhookFlags {

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description =
          "Is called for each incident and change of its state, with the incident as JSON.")
  private @Nullable String url;

  @Option(
      names = "--webhookKey",
      paramLabel = "REFERENCE",
      description = "Where the key is that signs the calls: env:NAME or file:PATH.")
  private @Nullable String key;

  /**
   * What the flags say; null without {@code --webhook}. The key is looked up here.
   *
   * @throws IllegalArgumentException if they contradict each other or cannot be
   * @throws io.vigil.pipelines.cli.Refusal if there is no key where there should be one
   */
  public @Nullable Webhook webhook() {
    if (url == null && key == null) {
      return null;
    }
    if (url == null) {
      throw new IllegalArgumentException("--webhookKey needs --webhook");
    }
    if (key == null) {
      throw new IllegalArgumentException(
          "--webhook needs --webhookKey, which signs the calls: env:NAME or file:PATH");
    }
    try {
      return new Webhook(new URI(url), Password.named("--webhookKey", key));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("--webhook is no URL: " + e.getReason(), e);
    }
  }
}
