package io.vigil.pipelines.cards;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.folders.OwnFiles;
import io.vigil.schemas.protect.CardKey;
import io.vigil.schemas.protect.KeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigil keys}: makes the keys that protect card data. */
@Command(
    name = "keys",
    description =
        "Makes new keys in DIR, readable by you alone: card.key, the secret of pseudonyms"
            + " (--cardPseudonym=file:DIR/card.key); dead-letters.public.json, which encrypts records"
            + " that do not parse (--deadLetterKey); and dead-letters.private.json, which only"
            + " redrive needs (--deadLetterPrivateKey) and which belongs elsewhere. A key that is"
            + " there already is never replaced.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Exit codes: 0 done; 1 not done, the last line says why; 2 wrong command line."})
public final class KeysCommand implements Callable<Integer> {

  private static final String CARD = "card.key";
  private static final String PUBLIC = "dead-letters.public.json";
  private static final String PRIVATE = "dead-letters.private.json";

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Where the files appear; made if it is not there.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    var pair = KeyPair.generate();
    var keys = new LinkedHashMap<Path, String>();
    keys.put(output.resolve(CARD), cardKey());
    keys.put(output.resolve(PUBLIC), pair.publicKey());
    keys.put(output.resolve(PRIVATE), pair.privateKey());
    keys.keySet().stream()
        .filter(Files::exists)
        .findFirst()
        .ifPresent(
            it -> {
              throw new Refusal(it + " is there already; keys are never replaced");
            });
    try {
      OwnFiles.createDirectories(output);
      for (var key : keys.entrySet()) {
        OwnFiles.create(key.getKey(), (key.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new Refusal("cannot write to " + output + ": " + FileProblem.inWords(e), e);
    }
    keys.keySet().forEach(it -> spec.commandLine().getOut().println(it));
    return ExitCode.OK;
  }

  private static String cardKey() {
    var random = new byte[CardKey.FEWEST_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }
}
