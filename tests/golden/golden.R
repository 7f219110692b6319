# Reference figures computed in R, against which the Python code is tested.
#
# Run from the repository root:   Rscript tests/golden/golden.R
# Reads   tests/data/sai_salt.csv
# Writes  tests/golden/paired.json, tests/golden/reliability.json
#
# Debian packages: r-base-core r-cran-psych r-cran-exactranktests r-cran-coin
#                  r-cran-effectsize r-cran-jsonlite
#
# difference = exit - entry throughout. A figure that is undefined is null.

suppressPackageStartupMessages({
  library(psych)
  library(exactRankTests)
  library(coin)
  library(effectsize)
  library(jsonlite)
})

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
here <- gsub("~+~", " ", here, fixed = TRUE)  # how Rscript passes a space
RNGkind("Mersenne-Twister", "Inversion", "Rejection")

# Stops unless a and b agree to `tol`, relative to b.
agree <- function(a, b, tol = 1e-9) {
  stopifnot(length(a) == length(b), abs(a - b) <= tol * pmax(abs(b), 1e-300))
}


# ---- Writing JSON -----------------------------------------------------------

# jsonlite prints at most 15 significant digits, so numbers are written here:
# 15 digits where they give the same double back, else 17. I() marks what must
# stay an array at length 0 or 1.
numbers <- function(x) {
  if (is.list(x)) return(lapply(x, numbers))
  if (!is.numeric(x)) return(x)
  stopifnot(is.finite(x))
  v <- as.numeric(x)
  s <- sprintf("%.15g", v)
  long <- as.numeric(s) != v
  s[long] <- sprintf("%.17g", v[long])
  if (length(v) != 1 || inherits(x, "AsIs")) s <- paste0("[", paste(s, collapse = ", "), "]")
  structure(s, class = "json")
}

write_json_file <- function(content, file, packages) {
  versions <- lapply(setNames(nm = packages), function(p) as.character(packageVersion(p)))
  versions <- c(list(R = as.character(getRversion())), versions)
  content <- c(list(script = "tests/golden/golden.R", versions = versions), content)
  text <- toJSON(numbers(content), auto_unbox = TRUE, null = "null",
                 json_verbatim = TRUE, pretty = TRUE)
  writeLines(text, file.path(here, file))
}


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
        wilcoxon = wilcoxon
      ),
      hodges_lehmann = hodges_lehmann(entry, exit),
      sign = list(improved = sum(gain > 0), same = sum(gain == 0), worsened = sum(gain < 0)),
      effect = effect(entry, exit, wilcoxon)
    )
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

# Real data: 20 items answered 1 to 4, half of them reversed (5 - v).
sai <- read.csv(file.path(here, "..", "data", "sai_salt.csv"))
sai_reversed <- c(1, 2, 5, 8, 10, 11, 15, 16, 19, 20)
sai_items <- list(entry = as.matrix(sai[paste0("pre_", 1:20)]),
                  exit = as.matrix(sai[paste0("post_", 1:20)]))
sai_scores <- function(rows) {
  lapply(sai_items, function(items) {
    items[, sai_reversed] <- 5 - items[, sai_reversed]
    rowSums(items)[rows]  # NA unless all 20 are answered
  })
}
answered <- !is.na(rowSums(sai_items$entry)) & !is.na(rowSums(sai_items$exit))

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

# p_adjust: p.adjust(method = "holm")
p_adjust <- lapply(
  list(0.03, c(0.01, 0.04), c(0.02, 0.02, 0.02), c(0.04, 0.01, 0.04, 0.01),
       c(0.9, 0.97, 0.4, 0.999, 1), c(0.2, 0.0004, 0.05, 0.03, 0.011, 0.6, 0.0081, 0.05)),
  function(p) list(p = I(p), holm = I(p.adjust(p, method = "holm")))
)

# quantiles: qsignrank(0.025, n)
quantiles <- lapply(c(6:60, 100, 150, 200), function(n) list(n = n, q = qsignrank(0.025, n)))

write_json_file(list(cases = paired, p_adjust = p_adjust, quantiles = quantiles),
                "paired.json", c("exactRankTests", "coin", "effectsize", "jsonlite"))


# ---- Reliability ------------------------------------------------------------

# alpha, items[].r_rest, items[].alpha_dropped: psych::alpha (raw_alpha, r.drop,
# raw_alpha of alpha.drop), items reverse-scored beforehand, check.keys = FALSE.
# alpha_ci95: psych::alpha()$feldt, checked against the F quantiles.
# With two items nothing is left to take alpha of, so alpha_dropped is null
# (psych prints a number there which is not an alpha).
# `reversed` counts from 0; `items` are the raw answers, complete rows only.
reliability_case <- function(name, items, reversed, range) {
  items <- unname(items)
  n <- nrow(items)
  k <- ncol(items)
  keyed <- items
  keyed[, reversed + 1] <- sum(range) - keyed[, reversed + 1]
  stopifnot(!anyNA(items), items >= range[1], items <= range[2])
  # psych warns of, and prints, items that correlate negatively with the rest
  invisible(capture.output(
    a <- suppressWarnings(psych::alpha(as.data.frame(keyed), check.keys = FALSE))
  ))
  alpha <- a$total$raw_alpha
  ci95 <- c(as.numeric(unlist(a$feldt$lower.ci)), as.numeric(unlist(a$feldt$upper.ci)))
  agree(ci95, 1 - (1 - alpha) * qf(c(0.975, 0.025), n - 1, (n - 1) * (k - 1)))
  r_rest <- a$item.stats$r.drop
  total <- rowSums(keyed)
  agree(r_rest, sapply(1:k, function(i) cor(keyed[, i], total - keyed[, i])))
  list(
    name = name, items = lapply(1:n, function(i) I(items[i, ])), reversed = I(reversed),
    range = range,
    expected = list(
      n = n, alpha = alpha, alpha_ci95 = ci95, sem = sd(total) * sqrt(1 - alpha),
      items = lapply(1:k, function(i) {
        list(r_rest = r_rest[i], alpha_dropped = if (k > 2) a$alpha.drop$raw_alpha[i])
      })
    )
  )
}

# Answers lo..hi to items with one common factor; loadings below zero are items
# keyed the other way.
answers <- function(seed, n, loadings, lo, hi) {
  set.seed(seed)
  k <- length(loadings)
  latent <- outer(rnorm(n), loadings) + matrix(rnorm(n * k, sd = 0.8), n, k)
  x <- round((lo + hi) / 2 + latent * (hi - lo) / 4)
  matrix(pmin(pmax(x, lo), hi), n, k)
}

complete <- function(items) items[complete.cases(items), ]

reliability <- list(
  reliability_case("sai_salt_entry", complete(sai_items$entry), sai_reversed - 1, c(1, 4)),
  reliability_case("sai_salt_exit", complete(sai_items$exit), sai_reversed - 1, c(1, 4)),
  reliability_case("items4_n40", answers(4, 40, rep(0.8, 4), 1, 5), integer(0), c(1, 5)),
  reliability_case("items12_n80_reversed3",
                   answers(12, 80, c(0.7, 0.6, -0.7, 0.5, 0.8, 0.6,
                                     -0.6, 0.7, 0.4, 0.6, -0.8, 0.5), 1, 4),
                   c(2, 6, 10), c(1, 4)),
  reliability_case("items2_n25", answers(2, 25, c(0.8, 0.8), 1, 7), integer(0), c(1, 7)),
  # the last item is keyed the other way and not reversed
  reliability_case("items6_n60_miskeyed", answers(6, 60, c(0.8, 0.7, 0.8, 0.6, 0.7, -0.7), 0, 4),
                   integer(0), c(0, 4))
)
stopifnot(tail(reliability, 1)[[1]]$expected$items[[6]]$r_rest < 0)

write_json_file(list(cases = reliability), "reliability.json", c("psych", "jsonlite"))

cat(R.version.string, "\n")
for (p in c("psych", "exactRankTests", "coin", "effectsize", "jsonlite")) {
  cat(p, as.character(packageVersion(p)), "\n")
}
