package io.vigil.transforms.screen;

import io.vigil.schemas.fields.Decimals;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.MinorUnits;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.yaml.NearestName;
import io.vigil.schemas.yaml.YamlMap;
import io.vigil.schemas.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a file says of one rule. */
record RuleOptions(YamlMap options) {

  private static final String NAME = "name";
  private static final String KIND = "kind";
  private static final String WITHIN = "within";
  private static final String COUNT = "count";
  private static final String SMALL = "small";
  private static final String LARGE = "large";
  private static final String MERCHANTS = "merchants";
  private static final String DECLINES = "declines";
  private static final String LIMITS = "limits";
  private static final String SCORE = "score";

  /** The options of each kind. */
  private static final Map<String, List<String>> KINDS =
      Map.of(
          "velocity", List.of(COUNT, WITHIN),
          "small_then_large", List.of(SMALL, LARGE, WITHIN),
          "many_merchants", List.of(MERCHANTS, WITHIN),
          "country_change", List.of(WITHIN),
          "declines_then_approval", List.of(DECLINES, WITHIN),
          "several_declined", List.of(COUNT, WITHIN),
          "several_risky", List.of(COUNT, SCORE, WITHIN),
          "amount_over", List.of(LIMITS),
          "risk_over", List.of(SCORE));

  /** What a transaction costs grows with the numbers of the rules. */
  private static final int MOST = 1_000;

  private static final Pattern NAME_FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** The rule; null if something in it is wrong, after that has been reported. */
  @Nullable Rule rule() {
    var name = name();
    var kind = kind();
    if (kind == null) {
      return null;
    }
    var known = new ArrayList<>(List.of(NAME, KIND));
    known.addAll(KINDS.getOrDefault(kind, List.of()));
    options.allowOnly("option of " + kind, known);
    return switch (kind) {
      case "velocity" -> {
        var count = count(COUNT, 1);
        var within = within();
        yield name == null || count == null || within == null
            ? null
            : new Velocity(name, count, within);
      }
      case "small_then_large" -> {
        var small = limits(SMALL, true);
        var large = limits(LARGE, false);
        var within = within();
        if (small != null && large != null) {
          checkPairs(small, large);
        }
        yield name == null || small == null || large == null || within == null
            ? null
            : new SmallThenLarge(name, new Limits(small), new Limits(large), within);
      }
      case "many_merchants" -> {
        var merchants = count(MERCHANTS, 2);
        var within = within();
        yield name == null || merchants == null || within == null
            ? null
            : new ManyMerchants(name, merchants, within);
      }
      case "country_change" -> {
        var within = within();
        yield name == null || within == null ? null : new CountryChange(name, within);
      }
      case "declines_then_approval" -> {
        var declines = count(DECLINES, 1);
        var within = within();
        yield name == null || declines == null || within == null
            ? null
            : new DeclinesThenApproval(name, declines, within);
      }
      case "several_declined" -> {
        var count = count(COUNT, 1);
        var within = within();
        yield name == null || count == null || within == null
            ? null
            : new SeveralDeclined(name, count, within);
      }
      case "several_risky" -> {
        var count = count(COUNT, 1);
        var score = score();
        var within = within();
        yield name == null || count == null || score == null || within == null
            ? null
            : new SeveralRisky(name, count, score, within);
      }
      case "amount_over" -> {
        var limits = limits(LIMITS, false);
        yield name == null || limits == null ? null : new AmountOver(name, new Limits(limits));
      }
      default -> {
        var score = score();
        yield name == null || score == null ? null : new RiskOver(name, score);
      }
    };
  }

  private @Nullable String name() {
    var value = required(NAME);
    var name = value == null ? null : value.asText();
    if (value != null && name != null && !NAME_FORM.matcher(name).matches()) {
      value.problem("a name has 1 to 64 letters, digits, - and _");
      return null;
    }
    return name;
  }

  private @Nullable String kind() {
    var value = required(KIND);
    var kind = value == null ? null : value.asText();
    if (value != null && kind != null && !KINDS.containsKey(kind)) {
      value.problem("unknown kind of rule '" + kind + "'" + NearestName.hint(kind, KINDS.keySet()));
      return null;
    }
    return kind;
  }

  private @Nullable Span within() {
    var value = required(WITHIN);
    var text = value == null ? null : value.asText();
    if (value == null || text == null) {
      return null;
    }
    try {
      return Span.parse(text);
    } catch (IllegalArgumentException e) {
      value.problem("'" + WITHIN + "': " + e.getMessage());
      return null;
    }
  }

  private @Nullable Integer count(String option, int least) {
    var value = required(option);
    var number = value == null ? null : value.asNumber();
    if (value == null || number == null) {
      return null;
    }
    boolean isInRange =
        number.compareTo(BigDecimal.valueOf(least)) >= 0
            && number.compareTo(BigDecimal.valueOf(MOST)) <= 0;
    if (!isInRange || number.stripTrailingZeros().scale() > 0) {
      value.problem("'" + option + "' must be a whole number from " + least + " to " + MOST);
      return null;
    }
    return number.intValueExact();
  }

  private @Nullable Double score() {
    var value = required(SCORE);
    var number = value == null ? null : value.asNumber();
    if (value == null || number == null) {
      return null;
    }
    double score = number.doubleValue();
    if (score <= 0 || Double.isInfinite(score)) {
      value.problem("'" + SCORE + "' must be a number above 0");
      return null;
    }
    return score;
  }

  private @Nullable TreeMap<String, Long> limits(String option, boolean mayBeZero) {
    var value = required(option);
    var map = value == null ? null : value.asMap();
    if (map == null) {
      return null;
    }
    if (map.names().isEmpty()) {
      map.whole().problem("'" + option + "' names no currency");
      return null;
    }
    var limits = new TreeMap<String, Long>();
    for (var currency : map.names()) {
      var amount = map.get(currency);
      var limit = amount == null ? null : limit(map.key(currency), currency, amount, mayBeZero);
      if (limit != null) {
        limits.put(currency, limit);
      }
    }
    return limits.size() == map.names().size() ? limits : null;
  }

  private static @Nullable Long limit(
      YamlValue key, String currency, YamlValue amount, boolean mayBeZero) {
    try {
      MinorUnits.decimals(currency);
    } catch (IllegalArgumentException e) {
      key.problem(
          "'"
              + currency
              + "' is no currency of ISO 4217 that has minor units"
              + NearestName.hint(currency, MinorUnits.currencies()));
      return null;
    }
    var text = amount.asText();
    if (text == null) {
      return null;
    }
    try {
      long limit = MinorUnits.of(Decimals.parse(Field.AMOUNT, text), currency);
      if (limit < 0 || (limit == 0 && !mayBeZero)) {
        amount.problem("an amount must be " + (mayBeZero ? "0 or more" : "above 0"));
        return null;
      }
      return limit;
    } catch (Rejection e) {
      amount.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** An amount that is small and large at once would be found after itself. */
  private void checkPairs(Map<String, Long> small, Map<String, Long> large) {
    if (!small.keySet().equals(large.keySet())) {
      options.key(LARGE).problem("'small' and 'large' must name the same currencies");
      return;
    }
    for (var currency : small.keySet()) {
      if (small.getOrDefault(currency, 0L) >= large.getOrDefault(currency, 0L)) {
        options.key(LARGE).problem("in " + currency + " 'large' must be above 'small'");
      }
    }
  }

  private @Nullable YamlValue required(String option) {
    var value = options.get(option);
    if (value == null) {
      options.whole().problem("'" + option + "' is missing");
    }
    return value;
  }
}
