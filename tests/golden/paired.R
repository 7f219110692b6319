# Reference figures of the paired block, computed in R, against which the Python code is tested.
#
# Run from the repository root:   Rscript tests/golden/paired.R
# Writes  tests/golden/paired.json
# Debian packages: r-base-core r-cran-exactranktests r-cran-coin r-cran-effectsize
#                  r-cran-bayesfactor r-cran-psych r-cran-jsonlite
#
# difference = exit - entry throughout. A figure that is undefined is null.

source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
suppressPackageStartupMessages({
  library(exactRankTests)
  library(coin)
  library(effectsize)
  library(BayesFactor)
})

# ---- Paired comparison ------------------------------------------------------

# entry, exit: mean, sd, median, q1, q3 -- mean(), sd(), quantile(type = 7)
describe <- function(x) {
  q <- quantile(x, c(0.25, 0.5, 0.75), type = 7, names = FALSE)
  list(mean = mean(x), sd = sd(x), median = q[2], q1 = q[1], q3 = q[3])
}

# tests.wilcoxon: zeros removed, midranks.
#   up to 200 non-zero differences  exactRankTests::wilcox.exact, checked against
#                                   coin::wilcoxsign_test and, where there are no
#                                   ties, wilcox.test(exact = TRUE)
#   above                           wilcox.test(exact = FALSE, correct = TRUE)
signed_rank <- function(entry, exit) {
  d <- exit - entry
  d <- d[d != 0]
  m <- length(d)
  if (m <= 200) {
    method <- "exact"
    test <- wilcox.exact(d, exact = TRUE)
    other <- coin::wilcoxsign_test(exit ~ entry, distribution = "exact",
                                   zero.method = "Wilcoxon")
    agree(test$p.value, as.numeric(coin::pvalue(other)))
    if (!anyDuplicated(abs(d))) agree(test$p.value, wilcox.test(d, exact = TRUE)$p.value)
  } else {
    method <- "normal"
    test <- wilcox.test(exit, entry, paired = TRUE, exact = FALSE, correct = TRUE)
  }
  w_plus <- unname(test$statistic)
  w_minus <- m * (m + 1) / 2 - w_plus
  list(w_plus = w_plus, w_minus = w_minus, t_min = min(w_plus, w_minus),
       n_nonzero = m, p = test$p.value, method = method)
}

# hodges_lehmann: median of the Walsh averages of ALL differences, and their
# order statistics. Reference: wilcox.test(conf.int = TRUE, exact = TRUE) where
# there are no ties, no zeros and n <= 200; elsewhere R itself switches to a
# root search on other data (zeros dropped), so the averages are sorted here.
# Under n = 6 an interval of 95 % cannot be had.
hodges_lehmann <- function(entry, exit) {
  d <- exit - entry
  n <- length(d)
  walsh <- outer(d, d, "+") / 2
  walsh <- sort(walsh[!lower.tri(walsh)])
  estimate <- median(walsh)
  ci95 <- NULL
  if (n >= 6) {
    qu <- if (n <= 200) {
      qsignrank(0.025, n)
    } else {
      ceiling(n * (n + 1) / 4 - qnorm(0.975) * sqrt(n * (n + 1) * (2 * n + 1) / 24))
    }
    ci95 <- walsh[c(qu, n * (n + 1) / 2 + 1 - qu)]
  }
  if (n >= 6 && n <= 200 && all(d != 0) && !anyDuplicated(abs(d))) {
    test <- wilcox.test(exit, entry, paired = TRUE, conf.int = TRUE, exact = TRUE)
    agree(estimate, unname(test$estimate))
    agree(ci95, as.numeric(test$conf.int))
    estimate <- unname(test$estimate)
    ci95 <- as.numeric(test$conf.int)
  }
  list(estimate = estimate, ci95 = ci95)
}

# effect: closed forms. Checked: J and d_z against effectsize::hedges_g(paired =
# TRUE), which is d_z * J(n - 1); rank_biserial against effectsize::rank_biserial.
# g_av_ci95: variance of Bonett (2008) for paired samples, normal quantile,
# times J. J(1) = 0, so at n = 2 g_av and its interval are undefined.
effect <- function(entry, exit, wilcoxon) {
  d <- exit - entry
  n <- length(d)
  s <- sqrt((var(entry) + var(exit)) / 2)
  d_z <- mean(d) / sd(d)
  d_av <- mean(d) / s
  g_av <- g_av_ci95 <- NULL
  if (n >= 3) {
    df <- n - 1
    J <- exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
    agree(d_z * J, effectsize::hedges_g(exit, entry, paired = TRUE, ci = NULL)$Hedges_g)
    v1 <- var(entry)
    v2 <- var(exit)
    r <- cor(entry, exit)
    se <- sqrt(d_av^2 * (v1^2 + v2^2 + 2 * r^2 * v1 * v2) / (8 * df * s^4) +
               var(d) / (df * s^2))
    g_av <- d_av * J
    g_av_ci95 <- (d_av + c(-1, 1) * qnorm(0.975) * se) * J
  }
  rb <- (wilcoxon$w_plus - wilcoxon$w_minus) / (wilcoxon$w_plus + wilcoxon$w_minus)
  agree(rb, effectsize::rank_biserial(exit, entry, paired = TRUE, ci = NULL,
                                      verbose = FALSE)$r_rank_biserial)
  list(d_z = d_z, d_av = d_av, g_av = g_av, g_av_ci95 = g_av_ci95,
       rank_biserial = rb, cl = mean(exit > entry) + mean(exit == entry) / 2)
}

# tests.tost: bound = equivalence * sd(entry); p = the larger p of t.test against
# -bound ("greater") and against bound ("less").
tost <- function(entry, exit, equivalence = 0.2) {
  bound <- equivalence * sd(entry)
  if (bound == 0) return(NULL)
  above <- t.test(exit, entry, paired = TRUE, mu = -bound, alternative = "greater")
  below <- t.test(exit, entry, paired = TRUE, mu = bound, alternative = "less")
  list(bound = bound, p = max(above$p.value, below$p.value))
}

# tests.bf10: the integral of Rouder et al. (2009), eq. 1, over log g, r = 0.707.
# Checked against BayesFactor::ttest.tstat, which is approximate itself: by up to
# 0.2 % above n = 100,000, and above t = 15 ("t is large; approximation invoked")
# by up to 1 %. Beyond the range of a double it is undefined.
log_bf10 <- function(t, n, r = 0.707) {
  df <- n - 1
  log_f <- function(u) {
    a <- 1 + n * r^2 * exp(u)
    -log(a) / 2 - n / 2 * (log1p(t^2 / (a * df)) - log1p(t^2 / df)) -
      (log(2 * pi) + u + exp(-u)) / 2
  }
  peak <- optimize(log_f, c(-8, 60), maximum = TRUE, tol = 1e-8)
  f <- function(u) exp(log_f(u) - peak$objective)
  ends <- seq(-8, peak$maximum + 50, by = 4)  # the left tail of few people is long
  parts <- mapply(function(from, to) integrate(f, from, to, rel.tol = 1e-11)$value,
                  head(ends, -1), tail(ends, -1))
  found <- peak$objective + log(sum(parts))
  if (abs(t) <= 35) {
    other <- suppressMessages(ttest.tstat(t, n, rscale = r)[["bf"]])
    limit <- if (abs(t) >= 14) 0.01 else if (n > 1e5) 2e-3 else 1e-3
    stopifnot(abs(other - found) < limit)
  }
  found
}
bf10 <- function(t, n) {
  found <- log_bf10(t, n)
  if (found < log(.Machine$double.xmax)) exp(found)
}

# mdes: power.t.test(type = "paired", strict = TRUE)
mdes <- function(n) {
  power.t.test(n = n, power = 0.8, type = "paired", strict = TRUE, tol = 1e-12)$delta
}

# normality: shapiro.test of the differences
normality <- function(d) {
  if (length(d) < 3 || length(d) > 5000 || diff(range(d)) == 0) return(NULL)
  test <- shapiro.test(d)
  list(w = unname(test$statistic), p = test$p.value, n = length(d))
}

# stability: cor(), and psych::ICC, its ICC2 = ICC(A,1). At n = 2 the latter fails
# in its intervals, so there the mean squares are taken by hand.
stability <- function(entry, exit) {
  r <- if (sd(entry) > 0 && sd(exit) > 0) cor(entry, exit)
  n <- length(entry)
  msr <- 2 * var((entry + exit) / 2)
  mse <- var(exit - entry) / 2
  msc <- n * (mean(exit) - mean(entry))^2 / 2
  icc <- (msr - mse) / (msr + mse + 2 * (msc - mse) / n)
  if (n > 2) {
    found <- psych::ICC(cbind(entry, exit), lmer = FALSE)$results
    other <- found$ICC[found$type == "ICC2"]
    agree(icc, other)
    icc <- other
  }
  list(n = n, r = r, icc = icc)
}

# difference.ci95, tests.paired_t: t.test(paired = TRUE)
paired_case <- function(name, scores, better) {
  entry <- as.numeric(scores$entry)
  exit <- as.numeric(scores$exit)
  d <- exit - entry
  t <- t.test(exit, entry, paired = TRUE)
  wilcoxon <- signed_rank(entry, exit)
  gain <- if (better == "lower") -d else d
  list(
    name = name, entry = I(entry), exit = I(exit), better = better,
    expected = list(
      n_matched = length(d),
      entry = describe(entry),
      exit = describe(exit),
      difference = list(mean = unname(t$estimate), sd = sd(d), ci95 = as.numeric(t$conf.int)),
      tests = list(
        paired_t = list(t = unname(t$statistic), df = unname(t$parameter), p = t$p.value),
        wilcoxon = wilcoxon,
        bf10 = bf10(unname(t$statistic), length(d)),
        tost = tost(entry, exit)
      ),
      hodges_lehmann = hodges_lehmann(entry, exit),
      sign = list(improved = sum(gain > 0), same = sum(gain == 0), worsened = sum(gain < 0)),
      effect = effect(entry, exit, wilcoxon),
      mdes = mdes(length(d)),
      normality = normality(d)
    ),
    stability = stability(entry, exit)
  )
}


# ---- Data for the paired cases ----------------------------------------------

# Sum scores from lo to hi; ties and zero differences come by themselves.
sums <- function(seed, n, lo, hi, shift, spread) {
  set.seed(seed)
  within <- function(x) pmin(pmax(round(x), lo), hi)
  entry <- within(rnorm(n, (lo + hi) / 2, (hi - lo) / 6))
  list(entry = entry, exit = within(entry + rnorm(n, shift, spread)))
}

# Differences that are given; entry scores are drawn.
differing <- function(seed, d, lo = 30, hi = 60) {
  set.seed(seed)
  entry <- sample(lo:hi, length(d), replace = TRUE)
  list(entry = entry, exit = entry + d)
}

# n differences, none zero, no two equal in size; about `up` of them positive.
untied <- function(seed, n, largest, up) {
  set.seed(seed)
  sample(largest, n) * sample(c(1, -1), n, replace = TRUE, prob = c(up, 1 - up))
}

# n differences, none zero, many equal in size.
nonzero <- function(seed, n) {
  set.seed(seed)
  sample(c(-8:-1, 1:10), n, replace = TRUE)
}

set.seed(30)
quarters <- list(entry = sample(40:200, 30, replace = TRUE) / 4)
quarters$exit <- quarters$entry + sample(-12:20, 30, replace = TRUE) / 4

# 200 non-zero among 210: the test is exact, the Hodges-Lehmann interval is not.
ten_zeros <- c(untied(211, 200, 1e7, 0.55), rep(0, 10))

paired <- list(
  paired_case("sai_salt", sai_scores(answered), "lower"),
  paired_case("sai_salt_caffeine", sai_scores(answered & sai$group == "caffeine"), "lower"),
  paired_case("sai_salt_placebo", sai_scores(answered & sai$group == "placebo"), "lower"),
  paired_case("n2", list(entry = c(31, 40), exit = c(34, 41)), "higher"),
  paired_case("n3", list(entry = c(31, 40, 36), exit = c(34, 38, 41)), "higher"),
  paired_case("n6", differing(6, c(4, -1, 7, 2, 9, -3)), "higher"),
  paired_case("n8_ties_zeros", differing(8, c(3, 0, -2, 3, 0, 5, 2, -3)), "lower"),
  paired_case("n10_untied", differing(10, untied(10, 10, 200, 0.7), 300, 500), "higher"),
  paired_case("n12_all_positive", differing(12, c(1, 2, 2, 3, 4, 4, 5, 6, 8, 9, 11, 12)), "higher"),
  paired_case("n15_heavy_ties", sums(15, 15, 0, 4, 0.5, 1), "higher"),
  paired_case("n20", sums(20, 20, 10, 50, 3, 5), "higher"),
  paired_case("n24_negative_change", sums(24, 24, 20, 80, -6, 7), "higher"),
  paired_case("n30_quarters", quarters, "higher"),
  paired_case("n60_untied", differing(60, untied(60, 60, 1e5, 0.65), 2e5, 9e5), "lower"),
  paired_case("n100_tied", sums(100, 100, 10, 40, 1, 4), "higher"),
  paired_case("n120_tiny_p", sums(120, 120, 10, 90, 8, 6), "higher"),
  paired_case("n199_nonzero", differing(199, nonzero(199, 199)), "higher"),
  paired_case("n200_nonzero", differing(200, nonzero(200, 200)), "higher"),
  paired_case("n200_untied", differing(201, untied(201, 200, 1e7, 0.6), 2e7, 9e7), "lower"),
  paired_case("n205_nonzero", differing(205, nonzero(205, 205)), "higher"),
  paired_case("n210_200_nonzero", differing(210, ten_zeros, 2e7, 9e7), "lower"),
  paired_case("n250_untied", differing(250, untied(250, 250, 1e8, 0.55), 2e8, 9e8), "higher"),
  paired_case("n500_tied", sums(500, 500, 0, 60, 1, 8), "higher")
)

# Each case is what its name says. Without ties the Walsh averages at both ends
# of the interval occur once, so that an index wrong by one shows.
check <- function(name, n, m, ties) {
  case <- Filter(function(x) x$name == name, paired)[[1]]
  d <- case$exit - case$entry
  stopifnot(length(d) == n, sum(d != 0) == m, (anyDuplicated(abs(d[d != 0])) > 0) == ties)
  if (!ties) {
    walsh <- outer(d, d, "+") / 2
    walsh <- walsh[!lower.tri(walsh)]
    for (end in case$expected$hodges_lehmann$ci95) stopifnot(sum(walsh == end) == 1)
  }
}
check("n6", 6, 6, FALSE)
check("n8_ties_zeros", 8, 6, TRUE)
check("n10_untied", 10, 10, FALSE)
check("n60_untied", 60, 60, FALSE)
check("n199_nonzero", 199, 199, TRUE)
check("n200_nonzero", 200, 200, TRUE)
check("n200_untied", 200, 200, FALSE)
check("n205_nonzero", 205, 205, TRUE)
check("n210_200_nonzero", 210, 200, FALSE)
check("n250_untied", 250, 250, FALSE)

# bounds: tost with other bounds
bounds <- lapply(c(0.05, 0.1, 0.3, 0.5, 1), function(equivalence) {
  scores <- sai_scores(answered)
  c(list(equivalence = equivalence), tost(scores$entry, scores$exit, equivalence))
})

# bf10: from t and n; the last are those where a plain quadrature fails
grid <- expand.grid(n = c(2, 3, 5, 10, 30, 100, 300, 1e3, 1e4, 1e5, 1e6),
                    t = c(0, 0.1, 1, 2, 3, 5, 10, 20, 35))
far <- list(c(3, 100), c(3, 150), c(3, 1e6), c(10, 101), c(10, 985), c(70, 98000), c(104, 8000),
            c(40, -150), c(130, 200), c(300, 60), c(1e6, 37.5), c(1e6, 38.5), c(1e6, 50))
evidence <- lapply(c(Map(c, grid$n, grid$t), far),
                   function(x) list(n = x[1], t = x[2], bf10 = bf10(x[2], x[1])))

# mdes: by n alone
detectable <- lapply(c(2:12, 15, 20, 30, 50, 100, 300, 1e3, 1e4, 1e5, 1e6, 3e7),
                     function(n) list(n = n, mdes = mdes(n)))

# normality: the ends of its range, and how far it may lie from zero
set.seed(5000)
shapes <- lapply(
  list(c(0, 0, 1), c(0, 1, 2), c(1, 2, 4, 9), round(rnorm(12, 3, 4)), round(rexp(60) * 9),
       1e9 + sample(0:3, 40, replace = TRUE), round(rnorm(5000, 1, 6))),
  function(d) list(d = I(d), normality = normality(d))
)

# p_adjust: p.adjust(method = "holm")
p_adjust <- lapply(
  list(0.03, c(0.01, 0.04), c(0.02, 0.02, 0.02), c(0.04, 0.01, 0.04, 0.01),
       c(0.9, 0.97, 0.4, 0.999, 1), c(0.2, 0.0004, 0.05, 0.03, 0.011, 0.6, 0.0081, 0.05)),
  function(p) list(p = I(p), holm = I(p.adjust(p, method = "holm")))
)

# quantiles: qsignrank(0.025, n)
quantiles <- lapply(c(6:60, 100, 150, 200), function(n) list(n = n, q = qsignrank(0.025, n)))

write_json_file(list(cases = paired, bounds = bounds, bf10 = evidence, mdes = detectable,
                     normality = shapes, p_adjust = p_adjust, quantiles = quantiles),
                "paired.json",
                c("exactRankTests", "coin", "effectsize", "BayesFactor", "psych", "jsonlite"))
