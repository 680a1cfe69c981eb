# Memasang zi untuk pengguna ini saja, tanpa jaringan dan tanpa hak administrator.
$py = Get-Command py, python -ErrorAction SilentlyContinue | Select-Object -First 1
# Alias dari Microsoft Store juga ditemukan, tetapi bukan Python.
if ($py) { & $py.Source -c "" 2>$null; if ($LASTEXITCODE -ne 0) { $py = $null } }
if (-not $py) { Write-Error "Python belum ada. Minta Python 3.11 sampai 3.14, atau pakai zi.html."; exit 1 }
if ($py.Name -like "py.*") { & $py.Source -3 "$PSScriptRoot\pasang.py" @args } else { & $py.Source "$PSScriptRoot\pasang.py" @args }
exit $LASTEXITCODE
